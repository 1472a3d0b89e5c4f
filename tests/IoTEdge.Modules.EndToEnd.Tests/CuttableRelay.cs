using System.Net;
using System.Net.Sockets;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>Passes TCP connections on to a port of this machine, until it is cut: then those that are there end, and new ones are refused by silence.</summary>
internal sealed class CuttableRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _passing = [];
    private readonly int _targetPort;
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();
    private bool _isCut;

    public CuttableRelay(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async Task CutAsync()
    {
        CancellationTokenSource cut;
        lock (_gate)
        {
            _isCut = true;
            cut = _cut;
            _cut = new CancellationTokenSource();
        }

        await cut.CancelAsync();
    }

    public void Restore()
    {
        lock (_gate) _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        await CutAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_passing);
        _disposing.Dispose();
        _cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_disposing.Token);
                lock (_gate)
                {
                    if (_isCut) client.Dispose();
                    else _passing.Add(PassAsync(client, _cut.Token));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // disposed
        }
    }

    private async Task PassAsync(TcpClient client, CancellationToken cut)
    {
        using (client)
        using (var target = new TcpClient { NoDelay = true })
        {
            try
            {
                client.NoDelay = true;
                await target.ConnectAsync(IPAddress.Loopback, _targetPort, cut);
                await Task.WhenAny(client.GetStream().CopyToAsync(target.GetStream(), cut), target.GetStream().CopyToAsync(client.GetStream(), cut));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // cut, or one side has gone
            }
        }
    }
}
