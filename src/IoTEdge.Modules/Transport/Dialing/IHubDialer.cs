using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Transport.Dialing;

/// <summary>Opens a trusted byte stream to a hub.</summary>
internal interface IHubDialer
{
    /// <summary>The address in the form in which people know it.</summary>
    string Describe(HostEndpoint endpoint);

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The hub cannot be reached.</exception>
    /// <exception cref="IOException">The hub cannot be reached.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The hub is not trusted.</exception>
    Task<Stream> OpenAsync(HostEndpoint endpoint, CancellationToken cancellationToken);
}
