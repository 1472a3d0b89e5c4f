using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Transport;

namespace IoTEdge.Modules.Outputs;

/// <summary>A message that the hub has not acknowledged yet.</summary>
internal sealed class OutgoingMessage(PropertyBag properties, ReadOnlyMemory<byte> body)
{
    private TaskCompletionSource? _admitted;

    /// <summary>The send on the present connection; <see langword="null"/> where there is none.</summary>
    public Task? Transmission { get; private set; }

    /// <summary>When that send began.</summary>
    public long TransmittedAt { get; private set; }

    /// <summary>Waits for a place among the messages that may be on their way.</summary>
    public Task InLine() => (_admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>There is a place.</summary>
    public void Admit() => _admitted?.TrySetResult();

    /// <summary>There will be none.</summary>
    public void Refuse(EdgeModuleException reason) => _admitted?.TrySetException(reason);

    public void Transmit(IModuleConnection connection, long now)
    {
        TransmittedAt = now;
        try
        {
            Transmission = connection.SendEventAsync(properties, body);
        }
        catch (EdgeModuleException)
        {
            // The connection has ended meanwhile; the next one sends the message.
            Transmission = null;
        }
    }

    /// <summary>Gives up a send that failed, unless another has begun.</summary>
    public void Forget(Task? transmission = null)
    {
        if (transmission is null || ReferenceEquals(Transmission, transmission)) Transmission = null;
    }
}
