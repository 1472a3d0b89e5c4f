using Amqp;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Gives the library one connection that the server accepted, and never another: the library itself listens nowhere.</summary>
internal sealed class SingleTransport : TransportProvider
{
    /// <summary>A scheme of ours, for which the library has no listener of its own.</summary>
    public const string Scheme = "accepted";

    private readonly Task<IAsyncTransport> _never = new TaskCompletionSource<IAsyncTransport>().Task;
    private IAsyncTransport? _transport;

    public SingleTransport(IAsyncTransport transport)
    {
        _transport = transport;
        AddressSchemes = [Scheme];
    }

    public override Task<IAsyncTransport> CreateAsync(Address address) =>
        Interlocked.Exchange(ref _transport, null) is { } transport ? Task.FromResult(transport) : _never;
}
