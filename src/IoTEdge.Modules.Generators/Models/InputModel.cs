using IoTEdge.Modules.Generators.Contracts;

namespace IoTEdge.Modules.Generators.Models;

/// <summary>An input handler.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="PayloadType">The payload's type; null where the handler takes the message or the raw body.</param>
/// <param name="Arguments">The arguments of the call: <c>payload</c>, <c>message</c>, in a batch <c>payloads</c>, <c>messages</c>; <c>message.Body</c>, <c>cancellationToken</c>, what gets a service.</param>
/// <param name="IsAwaited">Whether the method returns a task.</param>
/// <param name="ReturnsResult">Whether it gives an InputResult.</param>
/// <param name="Policy">The initializer of its policy, or null for the defaults.</param>
/// <param name="OrderBy">The expression that makes the key of a payload; null where there is none.</param>
/// <param name="IsBatched">Whether it takes lists of payloads or messages.</param>
/// <param name="Services">The services that it takes.</param>
/// <param name="Contract">What the contract file tells.</param>
internal sealed record InputModel(
    string Name,
    string Method,
    string? PayloadType,
    EquatableArray<string> Arguments,
    bool IsAwaited,
    bool ReturnsResult,
    string? Policy,
    string? OrderBy,
    bool IsBatched,
    EquatableArray<ServiceModel> Services,
    ContractPart Contract);
