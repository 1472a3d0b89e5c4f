using System.Diagnostics.CodeAnalysis;
using System.Text;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>
/// A queue for an input of a module, or for a device's messages from the cloud. Its front is in memory, the rest only in the store when the receiver is behind.
/// Everything but <see cref="Enqueue"/> and <see cref="Counts"/> is guarded by the pump of the client.
/// </summary>
internal sealed class ClientQueue : EndpointQueue
{
    internal const int MaxInMemory = 1000;
    private const long MaxBytesInMemory = 8 * 1024 * 1024;
    private const string DevicesPrefix = "/devices/";

    private readonly ClientPump _pump;
    private readonly Queue<Delivery> _sent = new();
    private Queue<Delivery> _waiting = new();
    private long _inStoreOnly;
    private long _lastInMemory;
    private long _bytesInMemory;
    private QueueCounts _counts;

    public ClientQueue(int id, string endpoint, string? input, long priority, long storedCount, ClientPump pump)
        : base(id, endpoint, priority)
    {
        Input = input;
        var topic = input is null ? $"devices/{pump.Identity.DeviceId}/messages/devicebound/" : $"devices/{pump.Identity.DeviceId}/modules/{pump.Identity.ModuleId}/inputs/{input}/";
        MaxPropertySegment = ushort.MaxValue - Encoding.UTF8.GetByteCount(topic);
        _pump = pump;
        _inStoreOnly = storedCount;
    }

    /// <summary>The input; null for messages from the cloud.</summary>
    public string? Input { get; }

    public override int MaxPropertySegment { get; }

    public ClientPump Pump => _pump;

    /// <summary>Whether more messages are on their way from the store.</summary>
    public bool IsLoading { get; set; }

    public bool NeedsLoad => _inStoreOnly > 0 && _waiting.Count < MaxInMemory / 2 && _bytesInMemory < MaxBytesInMemory / 2;

    public bool IsEmpty => _waiting.Count == 0 && _inStoreOnly <= 0;

    public long LastInMemory => _lastInMemory;

    public override QueueCounts Counts
    {
        get
        {
            lock (_pump.Gate)
                return _counts with { Queued = _waiting.Count + _sent.Count + Math.Max(0, _inStoreOnly) };
        }
    }

    /// <summary>The name of the queue of a device's messages from the cloud. No module's begins with a slash.</summary>
    public static string CloudEndpoint(string deviceId) => DevicesPrefix + deviceId;

    /// <summary>Whose queue an endpoint is, and which input.</summary>
    public static (ClientIdentity Receiver, string? Input) ParseEndpoint(string endpoint, string edgeDeviceId)
    {
        if (endpoint.StartsWith(DevicesPrefix, StringComparison.Ordinal))
            return (new ClientIdentity(endpoint[DevicesPrefix.Length..], null), null);
        var slash = endpoint.IndexOf('/', StringComparison.Ordinal);
        return (new ClientIdentity(edgeDeviceId, endpoint[..slash]), endpoint[(slash + 1)..]);
    }

    public override void Enqueue(HubMessage message, long expiresAt) => _pump.Enqueue(this, message, expiresAt);

    public void Accept(HubMessage message, long expiresAt)
    {
        // A load may have brought the message before its own call came: then it is already counted off.
        if (message.Sequence <= _lastInMemory || _inStoreOnly > 0 || _waiting.Count >= MaxInMemory || _bytesInMemory >= MaxBytesInMemory)
            _inStoreOnly++;
        else
            Append(message, expiresAt);
    }

    public void Load(IReadOnlyList<QueuedMessage> messages)
    {
        IsLoading = false;
        // Nothing there although messages were counted: the counter is wrong, not the store.
        if (messages.Count == 0)
            _inStoreOnly = 0;
        _inStoreOnly -= messages.Count;
        foreach (var (message, expiresAt) in messages)
            Append(message, expiresAt);
    }

    public bool TryPeek([NotNullWhen(true)] out Delivery? delivery) => _waiting.TryPeek(out delivery);

    /// <summary>Takes the next message out of the waiting ones. It stays in the store until it is done.</summary>
    public Delivery Take()
    {
        var delivery = _waiting.Dequeue();
        _sent.Enqueue(delivery);
        return delivery;
    }

    /// <summary>Whether a message has waited for too long; it is done then.</summary>
    public bool Expires(Delivery delivery, DateTimeOffset now)
    {
        if (delivery.ExpiresAt > now.ToUnixTimeMilliseconds())
            return false;
        delivery.IsDone = true;
        _counts = _counts with { Expired = _counts.Expired + 1 };
        return true;
    }

    public void CountDelivered() => _counts = _counts with { Delivered = _counts.Delivered + 1 };

    public void CountRejected() => _counts = _counts with { Rejected = _counts.Rejected + 1 };

    public void CountRedelivered() => _counts = _counts with { Redelivered = _counts.Redelivered + 1 };

    /// <summary>Forgets what is done at the front.</summary>
    /// <returns>The last message that went; 0 for none.</returns>
    public long Trim()
    {
        var last = 0L;
        while (_sent.TryPeek(out var delivery) && delivery.IsDone)
        {
            _sent.Dequeue();
            _bytesInMemory -= delivery.Message.Body.Length;
            last = delivery.Message.Sequence;
        }

        return last;
    }

    /// <summary>Puts what was sent and not acknowledged back to the front, for the next connection.</summary>
    public void Rewind()
    {
        if (_sent.Count == 0)
            return;
        _waiting = new Queue<Delivery>(_sent.Concat(_waiting));
        _sent.Clear();
    }

    private void Append(HubMessage message, long expiresAt)
    {
        _waiting.Enqueue(new Delivery(this, message, expiresAt));
        _lastInMemory = message.Sequence;
        _bytesInMemory += message.Body.Length;
    }
}
