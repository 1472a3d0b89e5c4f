namespace IoTEdge.Modules.Transport;

/// <summary>A way to reach a hub.</summary>
public interface IModuleTransport
{
    /// <summary>Makes one attempt to connect and subscribe.</summary>
    /// <param name="request">Who connects, where to, and what is subscribed.</param>
    /// <param name="handler">Gets what arrives, from before this call returns until the connection is closed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="EdgeModuleException">The attempt failed.</exception>
    Task<IModuleConnection> ConnectAsync(ModuleConnectRequest request, IModuleConnectionHandler handler, CancellationToken cancellationToken);
}
