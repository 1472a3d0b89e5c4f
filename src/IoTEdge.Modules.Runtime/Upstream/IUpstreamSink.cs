using IoTEdge.Modules.Hub.Upstream;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>Where messages at <c>$upstream</c> go on to.</summary>
internal interface IUpstreamSink : IAsyncDisposable
{
    /// <summary>What it is, for logs; without secrets. The place in the order of messages is remembered under it.</summary>
    string Name { get; }

    /// <summary>Hands messages on, in order. They are the receiver's when it completes.</summary>
    /// <exception cref="IOException">The receiver is away, or did not take them: they come again.</exception>
    Task SendAsync(IReadOnlyList<UpstreamMessage> messages, CancellationToken cancellationToken);
}
