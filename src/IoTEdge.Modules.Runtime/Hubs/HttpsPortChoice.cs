using System.Net;
using System.Net.Sockets;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>The port for HTTPS: 443, the only one that Microsoft's clients know, where it can be had.</summary>
/// <param name="Number">The port to listen on; 0 for any free one.</param>
/// <param name="Reason">Why it is not 443, and what to do; null when it is, or when another one was asked for.</param>
internal readonly record struct HttpsPortChoice(int Number, string? Reason)
{
    /// <summary>The port that clients expect.</summary>
    public const int Standard = 443;

    public static HttpsPortChoice Choose(IPAddress address, int? asked)
    {
        if (asked is { } number)
            return new HttpsPortChoice(number, null);
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
            probe.Bind(new IPEndPoint(address, Standard));
            return new HttpsPortChoice(Standard, null);
        }
        catch (SocketException exception)
        {
            return Free(exception.SocketErrorCode);
        }
    }

    public static HttpsPortChoice Free(SocketError error) => new(0, error switch
    {
        SocketError.AccessDenied => $"this user may not take port {Standard}. 'sudo sysctl net.ipv4.ip_unprivileged_port_start={Standard}' allows it",
        SocketError.AddressAlreadyInUse => $"port {Standard} is taken by another program. Stop it, or give --address another address of this machine, such as 127.0.0.2",
        _ => $"port {Standard} cannot be taken: {error}",
    });
}
