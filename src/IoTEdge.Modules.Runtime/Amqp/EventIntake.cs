using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Takes the messages of all clients of a connection to the store, many at a time, and settles them when they are kept.</summary>
internal sealed class EventIntake
{
    // How many batches may wait for the store before nothing more is taken.
    private const int MaxBatches = 8;
    private const uint BatchedFormat = 0x80013700;

    private readonly Channel<EventBatch> _done = Channel.CreateBounded<EventBatch>(MaxBatches);
    private readonly Stack<EventBatch> _free = new();
    private readonly Action<string> _propertyLost;
    private EventBatch? _batch;
    private ClientConnection? _sender;

    /// <param name="wake">Called when something can be settled.</param>
    /// <param name="propertyLost">Hears of properties whose values are lost.</param>
    public EventIntake(Action wake, Action<string> propertyLost)
    {
        _propertyLost = propertyLost;
        for (var i = 0; i < MaxBatches; i++)
        {
            _free.Push(new EventBatch(batch =>
            {
                _done.Writer.TryWrite(batch);
                wake();
            }));
        }
    }

    /// <summary>Takes a delivery: one message, or a batch of them (protocol section 2.4).</summary>
    public async ValueTask AddAsync(ClientConnection sender, ReceiverEnd link, ReceivedMessage received, CancellationToken cancellationToken)
    {
        if (received.Payload.Length > AmqpLimits.MaxDeliverySize)
        {
            Reject(link, received, LinkErrors.TooLarge($"The delivery has more than {AmqpLimits.MaxDeliverySize} bytes."));
        }
        else if (received.Format == BatchedFormat)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            var batch = await TakeAsync(cancellationToken).ConfigureAwait(false);
            AddAll(batch, sender, link, received);
            _sender = sender;
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var batch = await TakeAsync(cancellationToken).ConfigureAwait(false);
            _sender = sender;
            if (TryAdd(batch, sender, received.Decode, out var error))
                batch.Deliver(link, received);
            else
                Reject(link, received, error);
            if (batch.IsFull)
                await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hands what was taken to the store.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch is not { } batch)
            return ValueTask.CompletedTask;
        _batch = null;
        return _sender!.AppendAsync(batch, cancellationToken);
    }

    /// <summary>Settles what the store is done with.</summary>
    public void Settle()
    {
        while (_done.Reader.TryRead(out var batch))
            Settle(batch);
    }

    private async ValueTask<EventBatch> TakeAsync(CancellationToken cancellationToken)
    {
        if (_batch is not null)
            return _batch;
        if (_free.Count == 0)
            Settle(await _done.Reader.ReadAsync(cancellationToken).ConfigureAwait(false));
        return _batch = _free.Pop();
    }

    // All or none of them: one delivery has one outcome.
    private void AddAll(EventBatch batch, ClientConnection sender, ReceiverEnd link, ReceivedMessage received)
    {
        batch.Deliver(link, received);
        try
        {
            if (received.Payload.Length > AmqpLimits.MaxBatchSize)
                throw new ProtocolException("message batch", $"it has {received.Payload.Length} bytes; at most {AmqpLimits.MaxBatchSize} are allowed.");
            foreach (var encoded in Expand(received.Decode()))
            {
                var message = ReceivedMessage.DecodeInner(encoded);
                sender.Add(batch, MessageDecoder.ReadProperties(message, _propertyLost), MessageDecoder.ReadBody(message));
            }
        }
        catch (Exception exception) when (exception is ProtocolException or InvalidDataException)
        {
            batch.Fail(exception);
            _batch = null;
        }
    }

    private static IEnumerable<byte[]> Expand(Message batch) => batch.BodySection switch
    {
        null => [],
        DataList list => Enumerable.Range(0, list.Count).Select(index => MessageDecoder.Bytes(list[index]).ToArray()),
        Data data => [MessageDecoder.Bytes(data).ToArray()],
        _ => throw new InvalidDataException("A batch consists of data sections."),
    };

    private bool TryAdd(EventBatch batch, ClientConnection sender, Func<Message> decode, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Error? error)
    {
        error = null;
        try
        {
            var message = decode();
            sender.Add(batch, MessageDecoder.ReadProperties(message, _propertyLost), MessageDecoder.ReadBody(message));
            return true;
        }
        catch (Exception exception) when (exception is ProtocolException or InvalidDataException)
        {
            error = Describe(exception);
            return false;
        }
    }

    private void Settle(EventBatch batch)
    {
        DeliveryState outcome = batch.Failure is { } failure ? new Rejected { Error = Describe(failure) } : new Accepted();
        foreach (var (link, message) in batch.Deliveries)
            link.Settle(message, outcome);
        batch.Reset();
        _free.Push(batch);
    }

    private static void Reject(ReceiverEnd link, Message message, Error error) => link.Settle(message, new Rejected { Error = error });

    // What the hub refuses in a message is its size; what cannot be read is the client's mistake; anything else is the store's.
    private static Error Describe(Exception exception) => exception switch
    {
        ProtocolException => LinkErrors.TooLarge(exception.Message),
        InvalidDataException => LinkErrors.Argument(exception.Message),
        _ => LinkErrors.Internal($"The messages could not be stored: {exception.Message}"),
    };
}
