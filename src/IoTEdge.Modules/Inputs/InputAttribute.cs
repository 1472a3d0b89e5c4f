namespace IoTEdge.Modules;

/// <summary>
/// Marks a method of an <see cref="EdgeModuleBase"/> as the handler of an input. Its first parameter is the payload (read from
/// JSON), an <see cref="EdgeMessage"/>, or the raw body as <see cref="ReadOnlyMemory{T}"/> of bytes; an <see cref="EdgeMessage"/>, a
/// <see cref="CancellationToken"/> and services may follow. With a <see cref="BatchSize"/> it takes an <see cref="IReadOnlyList{T}"/> of payloads or
/// messages. It returns nothing, <see cref="InputResult"/>, or a task of either.
/// </summary>
/// <param name="name">The input's name, as routes address it: <c>BrokeredEndpoint("/modules/{module}/inputs/{name}")</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InputAttribute(string name) : Attribute
{
    /// <summary>The input's name.</summary>
    public string Name { get; } = name;

    /// <summary>How often the handler may throw for one message before the message becomes a dead letter.</summary>
    /// <value>Default 0: no limit. See <see cref="InputPolicy.MaxAttempts"/>.</value>
    public int MaxAttempts { get; set; }

    /// <summary>The output that dead letters leave from.</summary>
    /// <value>Default <c>deadletter</c>. See <see cref="InputPolicy.DeadLetterOutput"/>.</value>
    public string DeadLetterOutput { get; set; } = InputPolicy.DefaultDeadLetterOutput;

    /// <summary>How many runs of the handler there may be side by side.</summary>
    /// <value>Default 1. See <see cref="InputPolicy.Concurrency"/>.</value>
    public int Concurrency { get; set; } = InputPolicy.Default.Concurrency;

    /// <summary>The property or field of the payload whose value orders messages: <c>OrderBy = nameof(Reading.Sensor)</c>. Messages with the same value keep their order.</summary>
    /// <value>Default <see langword="null"/>. See <see cref="InputPolicy.OrderBy"/>.</value>
    public string? OrderBy { get; set; }

    /// <summary>The most messages of one batch.</summary>
    /// <value>Default 1: the handler takes single messages. See <see cref="InputPolicy.BatchSize"/>.</value>
    public int BatchSize { get; set; } = InputPolicy.Default.BatchSize;

    /// <summary>How many milliseconds a batch waits for more messages once it has one.</summary>
    /// <value>Default 1,000. See <see cref="InputPolicy.BatchWait"/>.</value>
    public double BatchWaitMilliseconds { get; set; } = InputPolicy.Default.BatchWait.TotalMilliseconds;

    /// <summary>How many seconds the ids of messages that are done are remembered.</summary>
    /// <value>Default 0: none are. See <see cref="InputPolicy.DuplicateWindow"/>.</value>
    public double DuplicateWindowSeconds { get; set; }

    /// <summary>The most ids that are remembered.</summary>
    /// <value>Default 10,000. See <see cref="InputPolicy.DuplicateCount"/>.</value>
    public int DuplicateCount { get; set; } = InputPolicy.Default.DuplicateCount;
}
