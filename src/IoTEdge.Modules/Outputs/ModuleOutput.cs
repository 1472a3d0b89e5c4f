namespace IoTEdge.Modules.Outputs;

/// <summary>An output of a module; usable once that runs.</summary>
internal sealed class ModuleOutput<T>(string name, EdgeModuleBase module) : IOutput<T>
{
    public string Name { get; } = name;

    public Task SendAsync(T payload, CancellationToken cancellationToken = default) =>
        module.Context.Client.SendAsync(Name, EdgeMessage.FromJson(module.Context.Serializer.Serialize(payload)), cancellationToken);

    public Task SendAsync(T payload, Action<EdgeMessage> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var message = EdgeMessage.FromJson(module.Context.Serializer.Serialize(payload));
        configure(message);
        return module.Context.Client.SendAsync(Name, message, cancellationToken);
    }
}
