using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Hub.Methods;

/// <summary>Calls direct methods of modules and waits for their answers (protocol section 1.7 and 3).</summary>
public sealed class MethodDispatcher
{
    private readonly ConcurrentDictionary<string, PendingMethod> _pending = new(StringComparer.OrdinalIgnoreCase);
    private readonly SessionRegistry _sessions;
    private readonly TimeProvider _time;

    internal MethodDispatcher(SessionRegistry sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
    }

    /// <summary>Calls a method.</summary>
    /// <param name="identity">The module.</param>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Gives the call up; the module may still run it.</param>
    public async Task<MethodResult> InvokeAsync(ClientIdentity identity, MethodRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var requestId = Guid.NewGuid().ToString();
        var pending = new PendingMethod(identity);
        _pending[requestId] = pending;
        try
        {
            var payload = Encoding.UTF8.GetBytes(request.Payload?.ToJsonString() ?? "null");
            if (!await SendAsync(identity, request, requestId, payload, cancellationToken).ConfigureAwait(false))
                return new MethodResult(MethodOutcome.NotConnected, 0, null, "");
            var (status, answer) = await pending.Answer.WaitAsync(request.ResponseTimeout, _time, cancellationToken).ConfigureAwait(false);
            return new MethodResult(MethodOutcome.Answered, status, ReadPayload(answer), requestId);
        }
        catch (TimeoutException)
        {
            return new MethodResult(MethodOutcome.TimedOut, 0, null, requestId);
        }
        finally
        {
            _pending.TryRemove(requestId, out _);
        }
    }

    internal void Complete(ClientIdentity identity, string requestId, int status, in ReadOnlySequence<byte> payload)
    {
        // Only the module that was called may answer.
        if (_pending.TryGetValue(requestId, out var pending) && pending.Identity == identity)
            pending.Complete(status, payload.ToArray());
    }

    private async Task<bool> SendAsync(ClientIdentity identity, MethodRequest request, string requestId, byte[] payload, CancellationToken cancellationToken)
    {
        var session = _sessions.Get(identity);
        var start = _time.GetTimestamp();
        while (true)
        {
            var changed = session.Changed;
            if (session.TrySendMethodRequest(request.Name, requestId, payload))
                return true;
            var left = request.ConnectTimeout - _time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return false;
            try
            {
                await changed.WaitAsync(left, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }

    // A module answers JSON or nothing; what is neither is handed on as text rather than lost.
    private static JsonNode? ReadPayload(byte[] payload)
    {
        if (payload.AsSpan().Trim((byte)' ').IsEmpty)
            return null;
        try
        {
            return TwinJson.Parse(payload, "method response");
        }
        catch (ProtocolException)
        {
            return JsonValue.Create(Encoding.UTF8.GetString(payload));
        }
    }
}
