using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>Debian's mosquitto with TLS on a free port: a broker that knows nothing of us.</summary>
internal sealed class MosquittoServer : IAsyncDisposable
{
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly string _folder;

    private MosquittoServer(Process process, string folder, int port, int webSocketPort)
    {
        _process = process;
        _folder = folder;
        Port = port;
        WebSocketPort = webSocketPort;
        process.Exited += (_, _) => _running.TrySetException(new InvalidOperationException("mosquitto ended at once."));
        process.EnableRaisingEvents = true;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.EndsWith("running", StringComparison.Ordinal) == true) _running.TrySetResult();
        };
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public int WebSocketPort { get; }

    public string CertificatePath => Path.Combine(_folder, "ca.pem");

    public static async Task<MosquittoServer> StartAsync(CancellationToken cancellationToken)
    {
        var program = Needs.Program("mosquitto");
        var folder = Directory.CreateTempSubdirectory("mosquitto-").FullName;
        WriteCertificates(folder);
        var (port, webSocketPort) = (FreePort(), FreePort());
        File.WriteAllText(Path.Combine(folder, "mosquitto.conf"), $"""
            user root
            allow_anonymous true
            listener {port} 127.0.0.1
            cafile {folder}/ca.pem
            certfile {folder}/server.pem
            keyfile {folder}/server.key
            listener {webSocketPort} 127.0.0.1
            protocol websockets
            cafile {folder}/ca.pem
            certfile {folder}/server.pem
            keyfile {folder}/server.key
            """);
        var process = Process.Start(new ProcessStartInfo(program, ["-c", Path.Combine(folder, "mosquitto.conf"), "-v"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var server = new MosquittoServer(process, folder, port, webSocketPort);
        await server._running.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void WriteCertificates(string folder)
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=test root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(root, from, until.AddDays(-1), [1, 2, 3, 4]);
        File.WriteAllText(Path.Combine(folder, "ca.pem"), root.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), leaf.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
