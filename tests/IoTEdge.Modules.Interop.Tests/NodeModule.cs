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

    /// <summary>Starts one.</summary>
    /// <param name="connectionString">Who it is; without a module it is a leaf device.</param>
    /// <param name="certificatePath">What it trusts.</param>
    /// <param name="options">Its transport, and how it begins.</param>
    public static NodeModule Start(string connectionString, string certificatePath, NodeOptions? options = null)
    {
        var start = new ProcessStartInfo(Needs.Program("node"), ["client.js"])
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["EdgeHubConnectionString"] = connectionString;
        start.Environment["EdgeModuleCACertificateFile"] = certificatePath;
        options?.AddTo(start.Environment);
        return new NodeModule(Process.Start(start)!);
    }

    /// <summary>Gives a command and waits until it is done.</summary>
    public async Task DoAsync(JsonObject command)
    {
        await TellAsync(command);
        var answer = await NextAsync(next => Kind(next) is "done" or "refused", "the end of a command");
        if (Kind(answer) == "refused") Assert.Fail($"The Node client could not {command.ToJsonString()}: {answer.ToJsonString()}");
    }

    public Task DoAsync(string command) => DoAsync(new JsonObject { ["do"] = command });

    /// <summary>Gives a command that has to fail.</summary>
    /// <returns>How it failed.</returns>
    public async Task<JsonNode> FailAsync(JsonObject command)
    {
        await TellAsync(command);
        var answer = await NextAsync(next => Kind(next) is "done" or "refused", "the end of a command");
        if (Kind(answer) == "done") Assert.Fail($"The Node client could {command.ToJsonString()}, which should have failed.");
        return answer;
    }

    /// <summary>Gives a command without waiting.</summary>
    public Task TellAsync(JsonObject command) => _process.StandardInput.WriteLineAsync(command.ToJsonString());

    /// <summary>Whether an event of a kind has come, and was not waited for.</summary>
    public bool Has(string kind)
    {
        while (_events.Reader.TryRead(out var next)) _passed.Add(next);
        return _passed.Exists(passed => Kind(passed) == kind);
    }

    /// <summary>Waits for the next event of a kind; others are kept.</summary>
    public Task<JsonNode> NextAsync(string kind) => NextAsync(next => Kind(next) == kind, $"'{kind}'");

    /// <summary>Waits for the next event that fits; others are kept.</summary>
    public async Task<JsonNode> NextAsync(Func<JsonNode, bool> fits, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (true)
            {
                if (_passed.Find(passed => fits(passed)) is { } found)
                {
                    _passed.Remove(found);
                    return found;
                }

                var next = await _events.Reader.ReadAsync(limit.Token);
                if (Kind(next) == "failed" && !fits(next)) Assert.Fail($"The Node client failed: {next["message"]}");
                _passed.Add(next);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            Assert.Fail($"Waited for {what} from the Node client in vain; it has said {string.Join(", ", _passed.Select(passed => passed.ToJsonString()))}.");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _reading;
        _process.Dispose();
    }

    private static string Kind(JsonNode next) => next["event"]!.GetValue<string>();

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) _events.Writer.TryWrite(JsonNode.Parse(line)!);
        _events.Writer.TryComplete();
    }
}
