namespace IoTEdge.Modules.Hosting;

/// <summary>A module that was added to the services, under its key; null where it is the only one.</summary>
internal sealed record ModuleRegistration(Type ModuleType, string? Key);
