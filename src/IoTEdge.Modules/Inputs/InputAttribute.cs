namespace IoTEdge.Modules;

/// <summary>
/// Marks a method of an <see cref="EdgeModuleBase"/> as the handler of an input. Its first parameter is the payload (read from
/// JSON), an <see cref="EdgeMessage"/>, or the raw body as <see cref="ReadOnlyMemory{T}"/> of bytes; an <see cref="EdgeMessage"/>, a
/// <see cref="CancellationToken"/> and services may follow, which come from a scope of this run. It returns nothing, <see cref="InputResult"/>, or a task of either.
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
}
