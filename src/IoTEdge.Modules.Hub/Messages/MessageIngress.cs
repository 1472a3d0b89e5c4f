using System.Buffers;
using System.Text;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Hub.Routing;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Hub.Messages;

/// <summary>Turns what a client publishes into a message with its targets.</summary>
internal sealed class MessageIngress(string edgeDeviceId, RouteState routes, StoreLimit limit, IHubStore store, TimeProvider time)
{
    /// <summary>The largest message: characters of all properties plus bytes of the body (protocol section 8).</summary>
    public const int MaxMessageSize = 262_144;

    private readonly ClientIdentity _hub = new(edgeDeviceId, "$edgeHub");

    public void Add(MessageBatch batch, ClientIdentity sender, PropertyBag properties, in ReadOnlySequence<byte> payload)
    {
        RequireSize(properties, payload.Length);
        properties.TryGetValue(SystemProperties.OutputName, out var output);
        if (output is { Length: 0 })
            output = null;
        var table = routes.Current;
        var match = table.Match(sender.ModuleId, output);
        if (match.IsEmpty)
        {
            table.CountDropped();
            return;
        }

        var body = payload.ToArray();
        var targets = match.IsConditional ? Select(match, new IngressProperties(properties, sender, edgeDeviceId), body) : match.Take();
        if (targets.Length == 0)
        {
            table.CountDropped();
            return;
        }

        properties.Remove(SystemProperties.OutputName);
        Enqueue(batch, sender, output, properties, body, targets);
    }

    /// <summary>Puts the message that tells of a change of reported properties into a batch, unless no route takes it (protocol section 7.3).</summary>
    public void AddTwinChange(MessageBatch batch, ClientIdentity sender, in ReadOnlySequence<byte> patch)
    {
        var match = routes.Current.TwinChanges;
        if (match.IsEmpty)
            return;
        var body = patch.ToArray();
        var properties = new PropertyBag { [SystemProperties.MessageSchema] = "twinChangeNotification" };
        // Conditions see the hub as the sender, receivers see the client.
        var targets = match.IsConditional ? Select(match, new IngressProperties(properties, _hub, edgeDeviceId, sender), body) : match.Take();
        if (targets.Length > 0)
            Enqueue(batch, sender, output: null, properties, body, targets);
    }

    public ValueTask AppendAsync(MessageBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0 || limit.Refusal is not { } refusal)
            return store.AppendAsync(batch, cancellationToken);
        batch.Fail(refusal);
        return ValueTask.CompletedTask;
    }

    private void Enqueue(MessageBatch batch, ClientIdentity sender, string? output, PropertyBag properties, byte[] body, MessageTarget[] targets)
    {
        properties.Remove(SystemProperties.ConnectionDeviceId);
        properties.Remove(SystemProperties.ConnectionModuleId);
        properties[SystemProperties.ConnectionDeviceId] = sender.DeviceId;
        if (sender.IsModule)
            properties[SystemProperties.ConnectionModuleId] = sender.ModuleId;
        var segment = properties.Format();
        RequireRoom(targets, segment);
        var message = new HubMessage(
            sender.DeviceId, sender.ModuleId, output, segment, body, time.GetUtcNow().ToUnixTimeMilliseconds());
        batch.Add(message, targets);
    }

    private static MessageTarget[] Select(RouteMatch match, IngressProperties properties, byte[] body)
    {
        // The source has been looked at already.
        using var message = new RouteMessage("", body, properties);
        return match.Take(message);
    }

    // Stored and acknowledged, it could never be delivered, and would cut off its receiver again and again.
    private static void RequireRoom(MessageTarget[] targets, string segment)
    {
        var size = Encoding.UTF8.GetByteCount(segment);
        foreach (var target in targets)
        {
            if (size > target.Queue.MaxPropertySegment)
                throw new ProtocolException("message", $"its properties have {size} bytes encoded; at most {target.Queue.MaxPropertySegment} fit into the topic of {target.Queue.Endpoint}.");
        }
    }

    private static void RequireSize(PropertyBag properties, long size)
    {
        foreach (var (key, value) in properties)
            size += key.Length + (value?.Length ?? 0);
        if (size > MaxMessageSize)
            throw new ProtocolException("message", $"its properties and body have {size} bytes; at most {MaxMessageSize} are allowed.");
    }
}
