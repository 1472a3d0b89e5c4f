namespace IoTEdge.Modules;

/// <summary>An input.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PayloadType">The payload's type; <see cref="EdgeMessage"/> where the module reads the body itself.</param>
public sealed record InputContract(string Name, Type PayloadType);
