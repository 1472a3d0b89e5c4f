namespace IoTEdge.Modules.Outputs;

/// <summary>An output of a module; usable once that runs.</summary>
internal sealed class ModuleOutput<T>(string name, EdgeModuleBase module) : IOutput<T>
{
    public string Name { get; } = name;

    public Task SendAsync(T payload, CancellationToken cancellationToken = default) =>
        module.Context.Client.SendAsync(Name, Message(payload), cancellationToken);

    public Task SendAsync(T payload, Action<EdgeMessage> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var message = Message(payload);
        configure(message);
        return module.Context.Client.SendAsync(Name, message, cancellationToken);
    }

    public Task SendBatchAsync(IReadOnlyList<T> payloads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        var sends = new Task[payloads.Count];
        for (var i = 0; i < sends.Length; i++) sends[i] = SendOneAsync(payloads[i], cancellationToken);
        return BatchSend.WhenAllAsync(Name, sends, cancellationToken);
    }

    // A payload that cannot be written fails its own send, not the batch.
    private async Task SendOneAsync(T payload, CancellationToken cancellationToken) => await SendAsync(payload, cancellationToken).ConfigureAwait(false);

    private EdgeMessage Message(T payload)
    {
        var message = payload switch
        {
            EdgeMessage own => own,
            ReadOnlyMemory<byte> body => new EdgeMessage(body),
            _ => EdgeMessage.FromJson(module.Context.Serializer.Serialize(payload)),
        };
        message.PayloadType ??= typeof(T).ToString();
        return message;
    }
}
