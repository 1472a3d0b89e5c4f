using System.Globalization;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Twin requests that wait for their answer, by request id (protocol section 1.6).</summary>
internal sealed class PendingTwinRequests
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource<TwinResponse>> _pending = [];
    private EdgeModuleException? _ended;
    private long _lastId;

    /// <summary>Makes a request id.</summary>
    /// <exception cref="EdgeModuleException">The connection has ended.</exception>
    public (string RequestId, Task<TwinResponse> Response) Add()
    {
        var completion = new TaskCompletionSource<TwinResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended is not null) throw _ended;
            var id = (++_lastId).ToString(CultureInfo.InvariantCulture);
            _pending.Add(id, completion);
            return (id, completion.Task);
        }
    }

    /// <summary>Hands over an answer; one that nobody waits for any more is ignored.</summary>
    public void Complete(string requestId, TwinResponse response) => Take(requestId)?.TrySetResult(response);

    /// <summary>Gives up a request whose caller waits no longer.</summary>
    public void Forget(string requestId) => Take(requestId);

    /// <summary>Fails everything that waits, and everything that comes.</summary>
    public void End(EdgeModuleException reason)
    {
        TaskCompletionSource<TwinResponse>[] waiting;
        lock (_gate)
        {
            _ended = reason;
            waiting = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var completion in waiting) completion.TrySetException(reason);
    }

    private TaskCompletionSource<TwinResponse>? Take(string requestId)
    {
        lock (_gate) return _pending.Remove(requestId, out var completion) ? completion : null;
    }
}
