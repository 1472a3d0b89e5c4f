namespace IoTEdge.Modules;

/// <summary>A direct method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RequestType">The request's type; <see langword="null"/> where it takes none.</param>
/// <param name="ResponseType">The response's type; <see langword="null"/> where it gives none.</param>
public sealed record MethodContract(string Name, Type? RequestType, Type? ResponseType);
