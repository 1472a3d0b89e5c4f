using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>
/// Deals with edgeHub 1.6.0 and 1.6.1, which lose a CONNECT that arrives together with the end of the TLS handshake, and then wait for it for
/// ever (iotedge pull request 7539). A CONNECT without an answer is given up soon, and from then on CONNECT follows the handshake after a pause.
/// </summary>
internal sealed class ConnAckPatience(TimeSpan longest, TimeProvider time)
{
    /// <summary>How long the first CONNECT waits for its answer; doubled each time, because a hub may also be just slow.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(3);

    /// <summary>The pause between handshake and CONNECT, once a CONNECT was lost.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private int _unanswered;
    private bool _pauses;

    /// <summary>Sends CONNECT and waits for its answer.</summary>
    /// <exception cref="EdgeModuleException">There was no answer in time.</exception>
    public async Task OpenAsync(Func<CancellationToken, Task> connect, ModuleIdentity identity, CancellationToken cancellationToken)
    {
        if (_pauses) await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        var limit = First * Math.Pow(2, Math.Min(_unanswered, 10));
        if (limit > longest) limit = longest;
        using var timeout = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await connect(linked.Token).ConfigureAwait(false);
            _unanswered = 0;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            _unanswered++;
            _pauses = true;
            throw new EdgeModuleException(EdgeModuleErrorReason.Timeout, $"The hub has not answered {identity.ClientId}'s CONNECT within {limit.TotalSeconds} s.", exception);
        }
    }
}
