using IoTEdge.Modules.Hub.Routing;

namespace IoTEdge.Modules.Hub.Messages;

/// <summary>A message and where it goes.</summary>
public readonly struct RoutedMessage
{
    private readonly MessageTarget[] _targets;

    internal RoutedMessage(HubMessage message, MessageTarget[] targets)
    {
        Message = message;
        _targets = targets;
    }

    /// <summary>The message.</summary>
    public HubMessage Message { get; }

    /// <summary>The queues it goes to, at least one.</summary>
    public ReadOnlySpan<MessageTarget> Targets => _targets;
}
