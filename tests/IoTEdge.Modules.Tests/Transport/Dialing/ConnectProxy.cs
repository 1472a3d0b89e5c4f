using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IoTEdge.Modules.Tests.Transport.Dialing;

/// <summary>A web proxy that knows CONNECT and nothing else.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _targets = new();
    private readonly Task _run;

    public ConnectProxy()
    {
        _listener.Start();
        _run = RunAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Where it was asked to connect to.</summary>
    public IEnumerable<string> Targets => _targets;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
        var near = client.GetStream();
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await near.ReadAsync(buffer, _stopping.Token) == 1) head.Append((char)buffer[0]);
        var target = head.ToString().Split(' ')[1];
        _targets.Enqueue(target);
        using var server = new TcpClient();
        await server.ConnectAsync(target.Split(':')[0], int.Parse(target.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), _stopping.Token);
        await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stopping.Token);
        await Task.WhenAll(near.CopyToAsync(server.GetStream(), _stopping.Token), server.GetStream().CopyToAsync(near, _stopping.Token));
    }
}
