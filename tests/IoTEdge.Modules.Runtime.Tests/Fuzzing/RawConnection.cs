using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Fuzzing;

/// <summary>Bytes over TLS, for what no library sends.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TcpClient _tcp;
    private readonly SslStream _tls;

    private RawConnection(TcpClient tcp, SslStream tls)
    {
        _tcp = tcp;
        _tls = tls;
    }

    public static Task<RawConnection> OpenAsync(HubFixture fixture) => OpenAsync(fixture, fixture.Local.AmqpPort);

    public static async Task<RawConnection> OpenAsync(HubFixture fixture, int port)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port, HubFixture.Cancellation);
        var tls = new SslStream(tcp.GetStream());
        using var root = X509CertificateLoader.LoadCertificateFromFile(fixture.Local.CertificatePath);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy }, HubFixture.Cancellation);
        return new RawConnection(tcp, tls);
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(byte[] bytes) => await _tls.WriteAsync(bytes, HubFixture.Cancellation);

    /// <summary>Says that nothing more comes; to TCP only, because TLS cannot say it while it is being read.</summary>
    public void End() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Reads until the hub ends the connection.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            await _tls.CopyToAsync(all, HubFixture.Cancellation).WaitAsync(Patience, HubFixture.Cancellation);
        }
        catch (IOException)
        {
            // Cut off, which is an end too.
        }

        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _tcp.Dispose();
    }
}
