using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Upstream;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>One hub, one module on Microsoft's Node client and one of ours, for all checks of a transport.</summary>
public sealed class ConformanceFixture : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private HubFixture? _hub;
    private EdgeModuleClient? _ours;
    private NodeModule? _node;
    private long _lastUpstream;

    internal HubFixture Hub => _hub!;

    internal EdgeModuleClient Ours => _ours!;

    internal NodeModule Node => _node!;

    /// <summary>The twin as the Node client got it when it began.</summary>
    internal JsonNode FirstTwin { get; private set; } = new JsonObject();

    /// <summary>Starts everything at the first check.</summary>
    internal async Task StartAsync(NodeTransport transport, CancellationToken cancellationToken)
    {
        if (_hub is not null) return;
        Needs.NodeClient(NodeModule.Folder);
        _hub = await transport.StartHubAsync(cancellationToken);
        var nodeConnection = await _hub.AddModuleAtAsync("node", transport.Gateway(_hub), cancellationToken);
        var oursConnection = await _hub.AddModuleAsync("ours", null, cancellationToken);
        await _hub.SetRoutesAsync(new JsonObject
        {
            ["toCloud"] = "FROM /messages/modules/node/* INTO $upstream",
            ["toNode"] = "FROM /messages/modules/ours/outputs/toNode INTO BrokeredEndpoint(\"/modules/node/inputs/in\")",
            ["toOther"] = "FROM /messages/modules/ours/outputs/toOther INTO BrokeredEndpoint(\"/modules/node/inputs/grüße 1\")",
            ["loop"] = "FROM /messages/modules/node/outputs/loop INTO BrokeredEndpoint(\"/modules/node/inputs/loop\")",
        }, cancellationToken);
        await _hub.PatchDesiredAsync("node", new JsonObject { ["first"] = "€" }, cancellationToken);
        _ours = EdgeModuleClient.CreateFromConnectionString(oursConnection, new() { CaCertificateFile = _hub.CertificatePath, HttpsPort = _hub.HttpsPort });
        await _ours.OpenAsync(cancellationToken);
        _node = NodeModule.Start(nodeConnection, _hub.CertificatePath, new NodeOptions(transport.Name));
        FirstTwin = await _node.NextAsync("twin");
    }

    /// <summary>Waits for a message upstream.</summary>
    internal async Task<UpstreamMessage> UpstreamAsync(string messageId)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var seen = new List<string?>();
        try
        {
            while (true)
            {
                foreach (var message in await Hub.Hub.Upstream.ReadAsync(_lastUpstream, 100, Limit, limit.Token))
                {
                    _lastUpstream = message.Sequence;
                    var id = message.SystemProperties.GetValueOrDefault("messageId");
                    if (id == messageId) return message;
                    seen.Add(id);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited for message '{messageId}' upstream in vain; {string.Join(", ", seen)} came.");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        if (_ours is not null) await _ours.DisposeAsync();
        if (_hub is not null) await _hub.DisposeAsync();
    }
}
