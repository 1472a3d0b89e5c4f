using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace IoTEdge.Modules.Docs.Tests.Snippets;

/// <summary>A module beside the one that a page shows: it sends to it, hears what it sends, and calls its methods.</summary>
internal sealed class Tester : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Channel<EdgeMessage> _received = Channel.CreateUnbounded<EdgeMessage>();
    private readonly HubFixture _hub;
    private readonly EdgeModuleClient _client;
    private readonly CancellationToken _cancellationToken;

    private Tester(HubFixture hub, EdgeModuleClient client, CancellationToken cancellationToken) =>
        (_hub, _client, _cancellationToken) = (hub, client, cancellationToken);

    /// <summary>Connects, with routes from here to an input of the module, and from an output of it to here.</summary>
    public static async Task<Tester> OpenAsync(HubFixture hub, string module, string input, string output, CancellationToken cancellationToken)
    {
        var connectionString = await hub.AddModuleAsync("tester", null, cancellationToken);
        await hub.SetRoutesAsync(new JsonObject
        {
            ["toModule"] = $"FROM /messages/modules/tester/outputs/out INTO BrokeredEndpoint(\"/modules/{module}/inputs/{input}\")",
            ["toTester"] = $"FROM /messages/modules/{module}/outputs/{output} INTO BrokeredEndpoint(\"/modules/tester/inputs/in\")",
        }, cancellationToken);
        var client = EdgeModuleClient.CreateFromConnectionString(connectionString, new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath });
        var tester = new Tester(hub, client, cancellationToken);
        await client.SetInputHandlerAsync("in", (message, _) =>
        {
            tester._received.Writer.TryWrite(message);
            return Task.FromResult(InputResult.Complete);
        }, cancellationToken);
        await client.OpenAsync(cancellationToken).WaitAsync(Limit, cancellationToken);
        return tester;
    }

    public Task SendAsync(string json) => _client.SendAsync("out", EdgeMessage.FromJson(json), _cancellationToken).WaitAsync(Limit, _cancellationToken);

    /// <summary>The body of the next message that the module sends.</summary>
    public async Task<string> ReceiveAsync()
    {
        try
        {
            var message = await _received.Reader.ReadAsync(_cancellationToken).AsTask().WaitAsync(Limit, _cancellationToken);
            return Encoding.UTF8.GetString(message.Body.Span);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"No message came within {Limit.TotalSeconds} s; the tester is {_client.State}.");
            throw;
        }
    }

    /// <summary>Calls a direct method of the module, as an operator does.</summary>
    public async Task<string> CallAsync(string module, string method) => (await _hub.Control.SendAsync(HttpMethod.Post, $"/twins/dev/modules/{module}/methods",
        new JsonObject { ["methodName"] = method, ["responseTimeoutInSeconds"] = 20, ["connectTimeoutInSeconds"] = 20, ["payload"] = null }, _cancellationToken))!.ToJsonString();

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
