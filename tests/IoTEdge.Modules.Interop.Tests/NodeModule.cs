using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>A module written with Microsoft's Node client, as a process that tests give commands to.</summary>
internal sealed class NodeModule : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Channel<JsonNode> _events = Channel.CreateUnbounded<JsonNode>();
    private readonly List<JsonNode> _passed = [];
    private readonly Task _reading;

    private NodeModule(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "IoTEdge.Modules.Interop.Tests", "node");

    public static NodeModule Start(string connectionString, string certificatePath)
    {
        var start = new ProcessStartInfo(Needs.Program("node"), ["client.js"])
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["EdgeHubConnectionString"] = connectionString;
        start.Environment["EdgeModuleCACertificateFile"] = certificatePath;
        return new NodeModule(Process.Start(start)!);
    }

    /// <summary>Gives a command and waits until it is done.</summary>
    public async Task DoAsync(JsonObject command)
    {
        await _process.StandardInput.WriteLineAsync(command.ToJsonString());
        await NextAsync("done");
    }

    /// <summary>Waits for the next event of a kind; others are kept.</summary>
    public async Task<JsonNode> NextAsync(string kind)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (true)
            {
                if (_passed.Find(passed => passed["event"]!.GetValue<string>() == kind) is { } found)
                {
                    _passed.Remove(found);
                    return found;
                }

                var next = await _events.Reader.ReadAsync(limit.Token);
                if (next["event"]!.GetValue<string>() == "failed") Assert.Fail($"The Node client failed: {next["message"]}");
                _passed.Add(next);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            Assert.Fail($"Waited for '{kind}' from the Node client in vain; it has said {string.Join(", ", _passed.Select(passed => passed.ToJsonString()))}.");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) _events.Writer.TryWrite(JsonNode.Parse(line)!);
        _events.Writer.TryComplete();
    }
}
