namespace IoTEdge.Modules.Generators.Models;

/// <summary>An input handler.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="PayloadType">The payload's type; null where the handler takes the message or the raw body.</param>
/// <param name="Arguments">The arguments of the call: <c>payload</c>, <c>message</c>, <c>message.Body</c>, <c>cancellationToken</c>, what gets a service.</param>
/// <param name="IsAwaited">Whether the method returns a task.</param>
/// <param name="ReturnsResult">Whether it gives an InputResult.</param>
/// <param name="Policy">The initializer of its policy, or null for the defaults.</param>
/// <param name="Services">The services that it takes.</param>
internal sealed record InputModel(
    string Name,
    string Method,
    string? PayloadType,
    EquatableArray<string> Arguments,
    bool IsAwaited,
    bool ReturnsResult,
    string? Policy,
    EquatableArray<ServiceModel> Services);
