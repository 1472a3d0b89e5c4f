using IoTEdge.Modules.Hosting;

namespace IoTEdge.Modules.Outputs;

/// <summary>An output of a running module.</summary>
internal sealed class ModuleOutput<T>(string name, ModuleContext context) : IOutput<T>
{
    public string Name { get; } = name;

    public Task SendAsync(T payload, CancellationToken cancellationToken = default) =>
        context.Client.SendAsync(Name, EdgeMessage.FromJson(context.Serializer.Serialize(payload)), cancellationToken);

    public Task SendAsync(T payload, Action<EdgeMessage> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var message = EdgeMessage.FromJson(context.Serializer.Serialize(payload));
        configure(message);
        return context.Client.SendAsync(Name, message, cancellationToken);
    }
}
