using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

/// <summary>What an author can rely on with Microsoft's Node client, whatever the transport: each check runs over each of them.</summary>
public abstract partial class NodeConformance(ConformanceFixture fixture) : IAsyncLifetime
{
    private static int _ids;

    private protected abstract NodeTransport Transport { get; }

    /// <summary>What the client throws when a message is abandoned or rejected; null when it can.</summary>
    private protected abstract string? AbandonError { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HubFixture Hub => fixture.Hub;

    private NodeModule Node => fixture.Node;

    public async ValueTask InitializeAsync() => await fixture.StartAsync(Transport, Cancellation);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static string NewId() => $"id-{Interlocked.Increment(ref _ids)}";

    // Compared as JSON is written here, whatever escapes the sender chose.
    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static string Text(string json) => Text(JsonNode.Parse(json));

    private static JsonObject Command(string name, params (string Key, JsonNode? Value)[] members)
    {
        var command = new JsonObject { ["do"] = name };
        foreach (var (key, value) in members) command[key] = value;
        return command;
    }

    /// <summary>Names for what has no place in a test's name.</summary>
    private static string Sample(string name) => name switch
    {
        "empty" => "",
        "blank" => " ",
        "json" => """{"a":[1,null,true,"x"],"b":{"c":1.5}}""",
        "unicode" => "Grüße, €, 漢字, 🚀, e\u0301",
        "reserved" => "a/b=c&d %+#?$!*'()@;:,é",
        "escaped" => "%41%20+%2F",
        "line breaks" => "a\r\nb\tc",
        "quotes" => "\"'`\\",
        "long" => new string('x', 20_000),
        "100 KB" => new string('y', 100_000),
        "250 KB" => new string('z', 250_000),
        _ => name,
    };
}
