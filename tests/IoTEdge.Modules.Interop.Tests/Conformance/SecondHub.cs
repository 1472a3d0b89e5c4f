using System.Text;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>A hub for one check that stops it, or its clients, with one module on Microsoft's Node client and one of ours that sends to it.</summary>
internal sealed class SecondHub : IAsyncDisposable
{
    private readonly NodeTransport _transport;
    private readonly string _connection;
    private readonly EdgeModuleClient _ours;
    private int _sent;

    private SecondHub(NodeTransport transport, HubFixture hub, string connection, EdgeModuleClient ours)
    {
        _transport = transport;
        Hub = hub;
        _connection = connection;
        _ours = ours;
    }

    public HubFixture Hub { get; }

    public static async Task<SecondHub> StartAsync(NodeTransport transport, CancellationToken cancellationToken)
    {
        var hub = await transport.StartHubAsync(cancellationToken);
        var connection = await hub.AddModuleAtAsync("node", transport.Gateway(hub), cancellationToken);
        var oursConnection = await hub.AddModuleAsync("ours", null, cancellationToken);
        await hub.SetRoutesAsync(new JsonObject
        {
            ["toCloud"] = "FROM /messages/modules/node/* INTO $upstream",
            ["toNode"] = "FROM /messages/modules/ours/* INTO BrokeredEndpoint(\"/modules/node/inputs/in\")",
        }, cancellationToken);
        var ours = EdgeModuleClient.CreateFromConnectionString(oursConnection, new() { CaCertificateFile = hub.CertificatePath });
        await ours.OpenAsync(cancellationToken);
        return new SecondHub(transport, hub, connection, ours);
    }

    /// <summary>Starts the module, and opens it.</summary>
    public async Task<NodeModule> StartNodeAsync(NodeOptions? options = null)
    {
        var node = NodeModule.Start(_connection, Hub.CertificatePath, (options ?? new NodeOptions()) with { Transport = _transport.Name, IsQuiet = true });
        // In this order: over MQTT its client acknowledges, and drops, what comes before somebody listens.
        await node.DoAsync("listen");
        await node.DoAsync("open");
        return node;
    }

    /// <summary>Sends messages to the module's input.</summary>
    /// <returns>Their bodies.</returns>
    public async Task<IReadOnlyList<string>> SendAsync(int count)
    {
        var bodies = Enumerable.Range(0, count).Select(_ => $"m{++_sent}").ToArray();
        foreach (var body in bodies)
            await _ours.SendAsync("out", new EdgeMessage(Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return bodies;
    }

    public async ValueTask DisposeAsync()
    {
        await _ours.DisposeAsync();
        await Hub.DisposeAsync();
    }
}
