namespace IoTEdge.Modules;

/// <summary>Marks a partial property of type <see cref="IOutput{T}"/> as an output; its getter is generated.</summary>
/// <param name="name">The output's name, as routes address it: <c>/messages/modules/{module}/outputs/{name}</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string name) : Attribute
{
    /// <summary>The output's name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether messages are kept on disk until the hub has them.</summary>
    /// <value>Default <see langword="false"/>. See <see cref="OutputPolicy.Durable"/>.</value>
    public bool Durable { get; set; }

    /// <summary>The most bytes that a durable output keeps.</summary>
    /// <value>Default 104,857,600 (100 MiB). See <see cref="OutputPolicy.MaxBytes"/>.</value>
    public long MaxBytes { get; set; } = OutputPolicy.Default.MaxBytes;

    /// <summary>The most messages that a durable output keeps.</summary>
    /// <value>Default 0: no limit. See <see cref="OutputPolicy.MaxCount"/>.</value>
    public long MaxCount { get; set; }

    /// <summary>How many seconds a durable output keeps a message.</summary>
    /// <value>Default 0: no limit. See <see cref="OutputPolicy.MaxAge"/>.</value>
    public double MaxAgeSeconds { get; set; }

    /// <summary>What a durable output does when its limits have no room for a message.</summary>
    /// <value>Default <see cref="WhenFull.Wait"/>. See <see cref="OutputPolicy.WhenFull"/>.</value>
    public WhenFull WhenFull { get; set; }

    /// <summary>Whether messages leave in an envelope of CloudEvents 1.0.</summary>
    /// <value>Default <see langword="false"/>. See <see cref="OutputPolicy.CloudEvents"/>.</value>
    public bool CloudEvents { get; set; }

    /// <summary>The type that envelopes name.</summary>
    /// <value>Default <see langword="null"/>: the full name of the payload's type. See <see cref="OutputPolicy.CloudEventType"/>.</value>
    public string? CloudEventType { get; set; }
}
