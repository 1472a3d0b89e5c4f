namespace IoTEdge.Modules.Generators.Models;

/// <summary>A direct method handler.</summary>
/// <param name="Name">The direct method's name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="RequestType">The request's type, or null.</param>
/// <param name="ResponseType">The response's type, or null.</param>
/// <param name="IsRaw">Whether it takes a MethodRequest and gives a MethodResult.</param>
/// <param name="Arguments">The arguments of the call: <c>request</c>, <c>cancellationToken</c>.</param>
/// <param name="IsAwaited">Whether the method returns a task.</param>
internal sealed record MethodModel(
    string Name, string Method, string? RequestType, string? ResponseType, bool IsRaw, EquatableArray<string> Arguments, bool IsAwaited);
