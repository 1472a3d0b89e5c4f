using System.Threading.Channels;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>What one connection has to do, one thing after the other in the order in which it came; whatever touches its clients and links is done here.</summary>
internal sealed class AmqpWorkQueue
{
    private const int Capacity = 64;
    private static readonly Func<CancellationToken, ValueTask> Nothing = _ => ValueTask.CompletedTask;

    private readonly Channel<Func<CancellationToken, ValueTask>> _work =
        Channel.CreateBounded<Func<CancellationToken, ValueTask>>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Waits until what the next frame asks for can be posted: it asks for one thing at most.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken) =>
        await _work.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Posts what a frame asks for.</summary>
    /// <exception cref="InvalidOperationException">Nobody waited for room.</exception>
    public void Post(Func<CancellationToken, ValueTask> work)
    {
        if (!_work.Writer.TryWrite(work))
            throw new InvalidOperationException("A frame was read although there was no room for what it asks for.");
    }

    /// <summary>Lets what is to be done after all work be done. When there is other work, it will be anyway; frames keep their room.</summary>
    public void Wake()
    {
        if (_work.Reader.Count < Capacity / 2)
            _work.Writer.TryWrite(Nothing);
    }

    /// <summary>Works until it is cancelled.</summary>
    /// <param name="afterwards">Done whenever what waits is done, or a lot of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, ValueTask> afterwards, CancellationToken cancellationToken)
    {
        while (await _work.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var i = 0; i < Capacity && _work.Reader.TryRead(out var work); i++)
                await work(cancellationToken).ConfigureAwait(false);
            await afterwards(cancellationToken).ConfigureAwait(false);
        }
    }
}
