using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace IoTEdge.Modules.EndToEnd.Tests.Inputs;

/// <summary>A module beside the one under test: it sends to its inputs, and hears what it sends.</summary>
internal sealed class NeighbourModule : IAsyncDisposable
{
    public const string Name = "neighbour";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Channel<EdgeMessage> _heard = Channel.CreateUnbounded<EdgeMessage>();
    private readonly EdgeModuleClient _client;

    private NeighbourModule(EdgeModuleClient client) => _client = client;

    /// <summary>Connects, with a route from each output to the module's input of the same name, and from everything that the module sends to here.</summary>
    public static async Task<NeighbourModule> OpenAsync(HubFixture hub, string module, string[] inputs, CancellationToken cancellationToken)
    {
        var connectionString = await hub.AddModuleAsync(Name, null, cancellationToken);
        var routes = new JsonObject { ["back"] = $"FROM /messages/modules/{module}/outputs/* INTO BrokeredEndpoint(\"/modules/{Name}/inputs/heard\")" };
        foreach (var input in inputs) routes[input] = $"FROM /messages/modules/{Name}/outputs/{input} INTO BrokeredEndpoint(\"/modules/{module}/inputs/{input}\")";
        await hub.SetRoutesAsync(routes, cancellationToken);
        var client = EdgeModuleClient.CreateFromConnectionString(connectionString, new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath });
        var neighbour = new NeighbourModule(client);
        await client.SetInputHandlerAsync("heard", (message, _) =>
        {
            neighbour._heard.Writer.TryWrite(message);
            return Task.FromResult(InputResult.Complete);
        }, cancellationToken);
        await client.OpenAsync(cancellationToken);
        return neighbour;
    }

    public Task SendAsync(string output, EdgeMessage message, CancellationToken cancellationToken) =>
        _client.SendAsync(output, message, cancellationToken).WaitAsync(Limit, TimeProvider.System, cancellationToken);

    public async Task<EdgeMessage> HearAsync(string what, CancellationToken cancellationToken)
    {
        try
        {
            return await _heard.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Limit, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Waited {Limit.TotalSeconds} s for {what} in vain; the neighbour is {_client.State}.");
            throw;
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
