using IoTEdge.Modules.Hub.Routing;

namespace IoTEdge.Modules.Hub.Messages;

/// <summary>Messages of one sender that are stored together. A protocol head derives from it to acknowledge them, and may use one again and again.</summary>
public abstract class MessageBatch
{
    private readonly List<RoutedMessage> _messages = [];

    /// <summary>How many messages have to be stored; those that no route takes are not among them.</summary>
    public int Count => _messages.Count;

    /// <summary>A message to store.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public RoutedMessage this[int index] => _messages[index];

    /// <summary>Called by the store when all messages are kept: they enter their queues, then the sender is told.</summary>
    public void Complete()
    {
        foreach (var routed in _messages)
        {
            foreach (var target in routed.Targets)
                target.Queue.Enqueue(routed.Message, target.ExpiresAt(routed.Message));
        }

        _messages.Clear();
        OnStored();
    }

    /// <summary>Called by the store when the messages could not be kept.</summary>
    /// <param name="exception">Why.</param>
    public void Fail(Exception exception)
    {
        _messages.Clear();
        OnFailed(exception);
    }

    internal void Add(HubMessage message, MessageTarget[] targets) => _messages.Add(new RoutedMessage(message, targets));

    /// <summary>Tells the sender that its messages are kept. Runs on the store's loop: it must be quick, and must not throw.</summary>
    protected abstract void OnStored();

    /// <summary>Ends the sender's connection: without an acknowledgement it will send again. Must not throw.</summary>
    /// <param name="exception">Why the messages were not kept.</param>
    protected abstract void OnFailed(Exception exception);
}
