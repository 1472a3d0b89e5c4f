using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Tests.Connection;

/// <summary>A workload API over http that signs everything alike.</summary>
internal sealed class WorkloadServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _requests = new();

    public WorkloadServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _listener.BeginGetContext(Answer, null);
    }

    public string Address { get; }

    public IEnumerable<string> Requests => _requests;

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private void Answer(IAsyncResult result)
    {
        if (!_listener.IsListening) return;
        var context = _listener.EndGetContext(result);
        _listener.BeginGetContext(Answer, null);
        _requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl}");
        var answer = context.Request.HttpMethod == "GET"
            ? new JsonObject { ["certificate"] = ModuleEnvironmentTests.RootPem() }
            : new JsonObject { ["digest"] = Convert.ToBase64String("signed"u8) };
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes(answer.ToJsonString()), willBlock: false);
    }
}
