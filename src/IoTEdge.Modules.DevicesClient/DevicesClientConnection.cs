using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Transport;
using Microsoft.Azure.Devices.Client;
using Microsoft.Azure.Devices.Shared;

namespace IoTEdge.Modules.DevicesClient;

/// <summary>One connection of Microsoft's client; it is over when that says that it is disconnected.</summary>
internal sealed class DevicesClientConnection : IModuleConnection
{
    private readonly ModuleClient _client;
    private readonly ModuleIdentity _identity;
    private readonly IModuleConnectionHandler _handler;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource<EdgeModuleException?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _order = new();
    private ModuleSubscriptions _subscribed;
    private Task _lastSend = Task.CompletedTask;

    public DevicesClientConnection(ModuleClient client, ModuleIdentity identity, IModuleConnectionHandler handler)
    {
        _client = client;
        _identity = identity;
        _handler = handler;
        client.SetConnectionStatusChangesHandler(OnStatus);
    }

    public Task<EdgeModuleException?> Closed => _closed.Task;

    public Task SendEventAsync(PropertyBag properties, ReadOnlyMemory<byte> body)
    {
        // Microsoft's client does not say when it has taken a message, so one goes after the other: order before speed.
        lock (_order) return _lastSend = SendAfterAsync(_lastSend, properties, body);
    }

    public async Task SubscribeAsync(ModuleSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var missing = subscriptions & ~_subscribed;
        if (missing.HasFlag(ModuleSubscriptions.DesiredProperties)) await _client.SetDesiredPropertyUpdateCallbackAsync(OnDesiredAsync, this, cancellationToken).ConfigureAwait(false);
        if (missing.HasFlag(ModuleSubscriptions.Methods)) await _client.SetMethodDefaultHandlerAsync(OnMethodAsync, this, cancellationToken).ConfigureAwait(false);
        if (missing.HasFlag(ModuleSubscriptions.Inputs)) await _client.SetMessageHandlerAsync(OnMessageAsync, this, cancellationToken).ConfigureAwait(false);
        _subscribed |= subscriptions;
    }

    public async Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken)
    {
        var twin = await GuardAsync(_client.GetTwinAsync(cancellationToken), "get the twin", cancellationToken).ConfigureAwait(false);
        return new ModuleTwin(Section(twin.Properties.Desired), Section(twin.Properties.Reported));
    }

    public async Task PatchReportedAsync(JsonObject patch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        await GuardAsync(_client.UpdateReportedPropertiesAsync(new TwinCollection(patch.ToJsonString()), cancellationToken), "patch reported properties", cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lifetime.IsCancellationRequested) return;
        await _lifetime.CancelAsync().ConfigureAwait(false);
        _closed.TrySetResult(null);
        await _client.CloseAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _lifetime.Dispose();
    }

    private async Task SendAfterAsync(Task before, PropertyBag properties, ReadOnlyMemory<byte> body)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var message = MessageMapping.ToMessage(properties, body);
        var sending = properties[SystemProperties.OutputName] is { } output
            ? _client.SendEventAsync(output, message, _lifetime.Token)
            : _client.SendEventAsync(message, _lifetime.Token);
        await GuardAsync(sending, "send a message", CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<MessageResponse> OnMessageAsync(Message message, object context) =>
        await _handler.OnInputAsync(MessageMapping.ToEdgeMessage(message)).ConfigureAwait(false) ? MessageResponse.Completed : MessageResponse.None;

    private async Task<MethodResponse> OnMethodAsync(Microsoft.Azure.Devices.Client.MethodRequest request, object context)
    {
        var answer = new TaskCompletionSource<MethodResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _handler.OnMethod(new IoTEdge.Modules.MethodRequest(request.Name, request.Data ?? []), result => answer.TrySetResult(result));
        var result = await answer.Task.ConfigureAwait(false);
        return result.Payload.IsEmpty ? new MethodResponse(result.Status) : new MethodResponse(result.Payload.ToArray(), result.Status);
    }

    private Task OnDesiredAsync(TwinCollection desired, object context)
    {
        var section = Section(desired);
        _handler.OnDesiredPatch(section.Properties, section.Version ?? desired.Version);
        return Task.CompletedTask;
    }

    private void OnStatus(Microsoft.Azure.Devices.Client.ConnectionStatus status, ConnectionStatusChangeReason reason)
    {
        if (status != Microsoft.Azure.Devices.Client.ConnectionStatus.Connected)
            _closed.TrySetResult(new EdgeModuleException(EdgeModuleErrorReason.Connection, $"The connection of {_identity.ClientId} was lost: {status}, {reason}."));
    }

    private async Task<T> GuardAsync<T>(Task<T> operation, string what, CancellationToken cancellationToken)
    {
        await GuardAsync((Task)operation, what, cancellationToken).ConfigureAwait(false);
        return await operation.ConfigureAwait(false);
    }

    private async Task GuardAsync(Task operation, string what, CancellationToken cancellationToken)
    {
        try
        {
            await operation.ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw DevicesClientTransport.Explain(exception, $"{_identity.ClientId} could not {what}");
        }
    }

    private static TwinSection Section(TwinCollection collection) =>
        TwinSection.FromWire(TwinJson.ParseObject(System.Text.Encoding.UTF8.GetBytes(collection.ToJson()), "twin"), "twin");
}
