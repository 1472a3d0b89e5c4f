namespace IoTEdge.Modules;

/// <summary>How messages leave an output.</summary>
public sealed record OutputPolicy
{
    /// <summary>
    /// Whether messages are kept on disk until the hub has them. A send then completes as soon as the message is stored, also while the hub is
    /// away; the message leaves in order, with the same id after a restart, and survives that the process is killed. Needs
    /// <see cref="EdgeModuleOptions.StoragePath"/>.
    /// </summary>
    /// <value>Default <see langword="false"/>: a send completes when the hub has the message.</value>
    public bool Durable { get; init; }

    /// <summary>The most bytes of bodies and properties that a durable output keeps.</summary>
    /// <value>Default 104,857,600 (100 MiB).</value>
    public long MaxBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>The most messages that a durable output keeps.</summary>
    /// <value>Default 0: no limit.</value>
    public long MaxCount { get; init; }

    /// <summary>How long a durable output keeps a message; one that is older is dropped instead of sent.</summary>
    /// <value>Default zero: no limit.</value>
    public TimeSpan MaxAge { get; init; }

    /// <summary>What a durable output does when its limits have no room for a message. What is dropped is counted and logged.</summary>
    /// <value>Default <see cref="WhenFull.Wait"/>.</value>
    public WhenFull WhenFull { get; init; }

    /// <summary>
    /// Whether messages leave in an envelope of CloudEvents 1.0 (structured mode, <c>application/cloudevents+json</c>): id and time of the message,
    /// <c>/devices/{device}/modules/{module}</c> as source, <c>traceparent</c>, and the payload as <c>data</c>. Routes cannot look into such a body.
    /// </summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool CloudEvents { get; init; }

    /// <summary>The type that envelopes name.</summary>
    /// <value>Default <see langword="null"/>: the full name of the payload's type, or the output's name where an <see cref="EdgeModuleClient"/> sends.</value>
    public string? CloudEventType { get; init; }

    internal static OutputPolicy Default { get; } = new();

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAge, TimeSpan.Zero, nameof(MaxAge));
    }
}
