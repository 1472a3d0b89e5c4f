namespace IoTEdge.Modules.Interop.Tests;

/// <summary>How Microsoft's Node client runs.</summary>
/// <param name="Transport">The transport's name in its package: <c>Mqtt</c>, <c>MqttWs</c>, <c>Amqp</c> or <c>AmqpWs</c>.</param>
internal sealed record NodeOptions(string Transport = "Mqtt")
{
    /// <summary>Whether it does nothing until it is told; otherwise it opens, listens, has the method echo, and gets its twin.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>How long its tokens are valid; null for its default, an hour.</summary>
    public TimeSpan? TokenLife { get; init; }

    /// <summary>How long before its end it renews a token.</summary>
    public TimeSpan TokenMargin { get; init; }

    public void AddTo(IDictionary<string, string?> environment)
    {
        environment["NODE_TRANSPORT"] = Transport;
        environment["NODE_DEVICE"] = "dev";
        if (IsQuiet) environment["NODE_QUIET"] = "1";
        if (TokenLife is not { } life) return;
        environment["NODE_TOKEN_SECONDS"] = $"{life.TotalSeconds:0}";
        environment["NODE_TOKEN_MARGIN"] = $"{TokenMargin.TotalSeconds:0}";
    }
}
