using System.Diagnostics;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>Microsoft's service client for Node, as a process that answers one call after the other.</summary>
internal sealed class NodeService : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private NodeService(Process process) => _process = process;

    public static NodeService Start(HubFixture hub)
    {
        var start = new ProcessStartInfo(Needs.Program("node"), ["service.js"])
        {
            WorkingDirectory = NodeModule.Folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["SERVICE_CONNECTION_STRING"] = hub.ServiceConnectionString;
        // Its AMQP has no option for that.
        start.Environment["NODE_EXTRA_CA_CERTS"] = hub.CertificatePath;
        return new NodeService(Process.Start(start)!);
    }

    /// <summary>Calls a method of the registry.</summary>
    public Task<JsonNode?> RegistryAsync(string method, params JsonNode?[] arguments) =>
        CallAsync(new JsonObject { ["call"] = "registry", ["method"] = method, ["args"] = new JsonArray(arguments) });

    /// <summary>Makes a call that has to work.</summary>
    public async Task<JsonNode?> CallAsync(JsonObject call)
    {
        var answer = await AskAsync(call);
        if (answer["error"] is not null) Assert.Fail($"{call.ToJsonString()} failed: {answer.ToJsonString()}");
        return answer["result"];
    }

    /// <summary>Calls a method of the registry that has to fail.</summary>
    /// <returns>The name of the error.</returns>
    public async Task<string> FailAsync(string method, params JsonNode?[] arguments)
    {
        var call = new JsonObject { ["call"] = "registry", ["method"] = method, ["args"] = new JsonArray(arguments) };
        var answer = await AskAsync(call);
        if (answer["error"] is null) Assert.Fail($"{call.ToJsonString()} should have failed, and gave {answer.ToJsonString()}");
        return answer["error"]!.GetValue<string>();
    }

    public async Task<JsonNode> AskAsync(JsonObject call)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await _process.StandardInput.WriteLineAsync(call.ToJsonString());
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
            return JsonNode.Parse(line ?? throw new InvalidOperationException($"The service ended before it answered {call.ToJsonString()}."))!;
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The service did not answer {call.ToJsonString()}.");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
