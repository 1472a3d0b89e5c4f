namespace IoTEdge.Modules;

/// <summary>An output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PayloadType">The payload's type.</param>
public sealed record OutputContract(string Name, Type PayloadType);
