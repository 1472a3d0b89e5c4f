using System.Threading.Channels;
using IoTEdge.Modules.Hub.Storage;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>Brings messages from the store back into memory, one queue after the other, for receivers that catch up.</summary>
internal sealed class QueueLoader(IHubStore store, ILogger logger)
{
    private const int PageSize = 256;
    private const long PageBytes = 4 * 1024 * 1024;

    private readonly Channel<ClientQueue> _requests = Channel.CreateBounded<ClientQueue>(1024);

    /// <summary>Asks for a queue's next messages.</summary>
    /// <returns><see langword="false"/> when too many wait already; ask again later.</returns>
    public bool Request(ClientQueue queue) => _requests.Writer.TryWrite(queue);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var queue in _requests.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var messages = await store.ReadAsync(queue.Id, queue.LastInMemory, PageSize, PageBytes, cancellationToken).ConfigureAwait(false);
                queue.Pump.Load(queue, messages);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The pump's next tick asks again.
                Log.QueueNotLoaded(logger, queue.Endpoint, exception);
                queue.Pump.LoadFailed(queue);
            }
        }
    }
}
