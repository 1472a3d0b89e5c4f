using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace IoTEdge.Modules.Inputs;

/// <summary>Hands the messages of an input to whoever enumerates them. Without an enumeration they wait, as they do for a handler that is slow.</summary>
internal sealed class InputReader
{
    // A rendezvous: a message is in here only until an enumeration takes it.
    private readonly Channel<ReceivedMessage> _messages = Channel.CreateBounded<ReceivedMessage>(1);
    private readonly CancellationToken _stopping;

    public InputReader(InputPolicy policy, CancellationToken stopping)
    {
        _stopping = stopping;
        Binding = new InputBinding(HandleAsync, policy);
    }

    public InputBinding Binding { get; }

    /// <summary>Enumerates messages until the token is cancelled, or the module stops.</summary>
    public async IAsyncEnumerable<ReceivedMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mine = new ConcurrentQueue<ReceivedMessage>();
        try
        {
            while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                while (mine.TryPeek(out var oldest) && oldest.Outcome.IsCompleted) mine.TryDequeue(out _);
                mine.Enqueue(message);
                yield return message;
            }
        }
        finally
        {
            foreach (var message in mine) message.GiveBack();
        }
    }

    private async Task<ReceivedMessage?> NextAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        while (true)
        {
            try
            {
                var message = await _messages.Reader.ReadAsync(either.Token).ConfigureAwait(false);

                // Else the module stops, and it was given back while it waited here.
                if (message.TryTake()) return message;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private async Task<InputResult> HandleAsync(EdgeMessage message, CancellationToken cancellationToken)
    {
        var received = new ReceivedMessage(message);
        try
        {
            await _messages.Writer.WriteAsync(received, _stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return InputResult.Retry(TimeSpan.Zero);
        }

        // Nobody waits for what no enumeration has taken; what one has gets its outcome while there is time.
        var registration = _stopping.UnsafeRegister(static state => GiveBackUntaken((ReceivedMessage)state!), received);
        await using (registration.ConfigureAwait(false)) return await received.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void GiveBackUntaken(ReceivedMessage message)
    {
        if (message.TryTake()) message.GiveBack();
    }
}
