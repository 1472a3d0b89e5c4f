using System.Net.Sockets;
using IoTEdge.Modules.Protocol;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Transport.Dialing;

/// <summary>
/// Two ways to a hub: when the one that worked last does not reach it, the other. A network that drops packets silently answers nothing, so
/// the first way has a time limit of its own.
/// </summary>
internal sealed class FallbackDialer(IHubDialer first, IHubDialer second, TimeSpan limit, TimeProvider time, ILogger logger) : IHubDialer
{
    private readonly IHubDialer _default = first;
    private IHubDialer _preferred = first;
    private IHubDialer _other = second;

    public string Describe(HostEndpoint endpoint) => _default.Describe(endpoint);

    public async Task<Stream> OpenAsync(HostEndpoint endpoint, CancellationToken cancellationToken)
    {
        // A port is the port of one protocol.
        if (endpoint.Port is not null) return await _default.OpenAsync(endpoint, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenInTimeAsync(endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return await OpenOtherAsync(endpoint, exception, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Stream> OpenInTimeAsync(HostEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await _preferred.OpenAsync(endpoint, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{_preferred.Describe(endpoint)} did not answer within {limit.TotalSeconds} s.", exception);
        }
    }

    private async Task<Stream> OpenOtherAsync(HostEndpoint endpoint, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await _other.OpenAsync(endpoint, cancellationToken).ConfigureAwait(false);
            logger.FellBack(_preferred.Describe(endpoint), failure.Message, _other.Describe(endpoint));
            (_preferred, _other) = (_other, _preferred);
            return stream;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever answers on the other way, it need not be the hub: that the first one is away is what counts.
            throw new IOException($"{failure.Message} Nor does it answer at {_other.Describe(endpoint)}: {exception.Message}", failure);
        }
    }
}
