using IoTEdge.Modules.Generators.Contracts;

namespace IoTEdge.Modules.Generators.Models;

/// <summary>A direct method handler.</summary>
/// <param name="Name">The direct method's name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="RequestType">The request's type, or null.</param>
/// <param name="ResponseType">The response's type, or null.</param>
/// <param name="Arguments">The arguments of the call: <c>request</c>, <c>call</c>, <c>cancellationToken</c>, what gets a service.</param>
/// <param name="IsAwaited">Whether the method returns a task.</param>
/// <param name="Policy">The initializer of its policy, or null for the defaults.</param>
/// <param name="Services">The services that it takes.</param>
/// <param name="Contract">What the contract file tells.</param>
internal sealed record MethodModel(
    string Name,
    string Method,
    string? RequestType,
    string? ResponseType,
    EquatableArray<string> Arguments,
    bool IsAwaited,
    string? Policy,
    EquatableArray<ServiceModel> Services,
    ContractPart Contract);
