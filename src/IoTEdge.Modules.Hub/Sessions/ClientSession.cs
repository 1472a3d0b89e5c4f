using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>One client as the hub sees it, connected or not: at most one connection, its subscriptions, its pump.</summary>
internal sealed class ClientSession(ClientIdentity identity, ClientPump pump, IHubStore store, TimeProvider time)
{
    private const ushort FirstOtherPacketId = 0x8000;

    private readonly Lock _gate = new();
    private readonly AsyncLock _saving = new();
    private readonly SubscriptionSet _subscriptions = new(identity);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IClientLink? _link;
    private bool _isPersistent;
    private bool _isStarted;
    private MqttQualityOfService? _methods;
    private MqttQualityOfService? _desiredPatches;
    private MqttQualityOfService? _twinResponses;
    private ushort _packetId = FirstOtherPacketId;
    private long _received;

    public ClientIdentity Identity => identity;

    private SubscriptionKind Messages => identity.IsModule ? SubscriptionKind.ModuleMessages : SubscriptionKind.CloudToDevice;

    public ClientPump Pump => pump;

    /// <summary>What is told that the connection came or went.</summary>
    public Action? ConnectionChanged { get; init; }

    public DateTimeOffset? ConnectedSince { get; private set; }

    /// <summary>When the last connection began, also when it is over.</summary>
    public DateTimeOffset? ConnectedAt { get; private set; }

    public DateTimeOffset? DisconnectedAt { get; private set; }

    public long Received => Interlocked.Read(ref _received);

    /// <summary>Completes when a connection comes or goes, or subscribes.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    public bool IsConnected
    {
        get
        {
            lock (_gate)
                return _link is not null;
        }
    }

    public void CountReceived() => Interlocked.Increment(ref _received);

    public void Restore(StoredSession stored)
    {
        lock (_gate)
        {
            foreach (var subscription in stored.Subscriptions)
                _subscriptions.Add(subscription);
            _isPersistent = true;
            Refresh();
        }
    }

    /// <summary>The identity is gone: a later one of its name begins without subscriptions.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _subscriptions.Clear();
            _isPersistent = false;
            Refresh();
        }
    }

    /// <summary>Makes a connection the only one.</summary>
    /// <returns>Whether subscriptions of an earlier connection are still there.</returns>
    public async Task<bool> ConnectAsync(IClientLink link, ConnectOptions options, CancellationToken cancellationToken)
    {
        IClientLink? previous;
        bool isPresent, mustSave;
        lock (_gate)
        {
            previous = _link;
            _link = link;
            _isStarted = false;
            mustSave = options.CleanSession && _isPersistent;
            isPresent = !options.CleanSession && _isPersistent;
            if (!isPresent)
                _subscriptions.Clear();
            _isPersistent = !options.CleanSession;
            ConnectedAt = ConnectedSince = time.GetUtcNow();
            Refresh();
        }

        if (previous is not null)
        {
            pump.Detach(previous);
            previous.Close(CloseCause.TakenOver, $"a second connection of the same {(identity.IsModule ? "module" : "device")} took over");
        }

        ConnectionChanged?.Invoke();
        if (mustSave)
            await SaveAsync(cancellationToken).ConfigureAwait(false);
        return isPresent;
    }

    /// <summary>Lets messages flow. Called once the peer knows that it is connected.</summary>
    public void Start(IClientLink link)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_link, link))
                return;
            if (!_isStarted)
            {
                _isStarted = true;
                Refresh();
            }

            AttachIfSubscribed();
        }
    }

    public void Disconnect(IClientLink link)
    {
        pump.Detach(link);
        lock (_gate)
        {
            if (!ReferenceEquals(_link, link))
                return;
            _link = null;
            ConnectedSince = null;
            DisconnectedAt = time.GetUtcNow();
            if (!_isPersistent)
                _subscriptions.Clear();
            Refresh();
        }

        ConnectionChanged?.Invoke();
    }

    public void Close(CloseCause cause, string reason)
    {
        IClientLink? link;
        lock (_gate)
            link = _link;
        link?.Close(cause, reason);
    }

    public async Task<byte[]> SubscribeAsync(IClientLink link, IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancellationToken)
    {
        var codes = new byte[subscriptions.Count];
        lock (_gate)
        {
            if (!ReferenceEquals(_link, link))
                return codes;
            for (var i = 0; i < codes.Length; i++)
                codes[i] = _subscriptions.Add(subscriptions[i]);
            Refresh();
        }

        await SaveAsync(cancellationToken).ConfigureAwait(false);
        return codes;
    }

    public async Task UnsubscribeAsync(IClientLink link, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_link, link))
                return;
            foreach (var filter in filters)
                _subscriptions.Remove(filter);
            Refresh();
            if (_subscriptions.Find(Messages) is null)
                pump.Detach(link);
        }

        await SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Subscribe(IClientLink link, SubscriptionKind kind) => Set(link, kind, isSubscribed: true);

    public void Unsubscribe(IClientLink link, SubscriptionKind kind) => Set(link, kind, isSubscribed: false);

    public void SendDesiredPatch(long version, ReadOnlyMemory<byte> patch)
    {
        lock (_gate)
        {
            // Before CONNACK nothing may be sent; what changes until then is in the twin that the module gets.
            if (_link is not null && _isStarted && _desiredPatches is { } granted)
                _link.SendDesiredPatch(NextPacketId(granted), version, patch);
        }
    }

    /// <summary>Calls a method if the module is connected and has subscribed to methods.</summary>
    public bool TrySendMethodRequest(string name, string requestId, ReadOnlyMemory<byte> payload)
    {
        lock (_gate)
        {
            if (_link is null || !_isStarted || _methods is not { } granted)
                return false;
            _link.SendMethodRequest(NextPacketId(granted), name, requestId, payload);
            return true;
        }
    }

    /// <summary>The packet id for an answer to a twin request; <see langword="null"/> when the module has not subscribed to them.</summary>
    public ushort? TakeTwinResponseId()
    {
        lock (_gate)
            return _twinResponses is { } granted ? NextPacketId(granted) : null;
    }

    private void Set(IClientLink link, SubscriptionKind kind, bool isSubscribed)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_link, link))
                return;
            _subscriptions.Set(kind, isSubscribed);
            Refresh();
            if (_subscriptions.Find(Messages) is null)
                pump.Detach(link);
        }
    }

    private ushort NextPacketId(MqttQualityOfService granted)
    {
        if (granted == MqttQualityOfService.AtMostOnce)
            return 0;
        _packetId = _packetId == ushort.MaxValue ? FirstOtherPacketId : (ushort)(_packetId + 1);
        return _packetId;
    }

    private void AttachIfSubscribed()
    {
        if (_link is not null && _subscriptions.Find(Messages) is not null)
            pump.Attach(_link);
    }

    private void Refresh()
    {
        _methods = _subscriptions.Find(SubscriptionKind.Methods);
        _desiredPatches = _subscriptions.Find(SubscriptionKind.DesiredPatches);
        _twinResponses = _subscriptions.Find(SubscriptionKind.TwinResponses);
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        // One at a time, so that the last one to be written is the last state.
        using var turn = await _saving.EnterAsync(cancellationToken).ConfigureAwait(false);
        StoredSession stored;
        lock (_gate)
            stored = new StoredSession(identity, _isPersistent ? _subscriptions.ToList() : []);
        await store.SaveSessionAsync(stored, cancellationToken).ConfigureAwait(false);
    }
}
