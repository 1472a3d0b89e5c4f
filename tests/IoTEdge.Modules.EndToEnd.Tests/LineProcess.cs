using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>The sample's runner as a process, on a deployment of the test's own.</summary>
internal sealed class LineProcess : IAsyncDisposable
{
    private const int KeptLines = 200;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _folder;
    private Process _process = null!;

    private LineProcess(string folder)
    {
        _folder = folder;
        Hub = new UnixHttp(Path.Combine(folder, "state", "hub.sock"));
        Agent = new UnixHttp(Path.Combine(folder, "state", "agent.sock"));
    }

    public UnixHttp Hub { get; }

    public UnixHttp Agent { get; }

    /// <summary>The last lines that the runner printed, for failures.</summary>
    public string Output => string.Join('\n', _lines);

    public static LineProcess Start(JsonObject manifest)
    {
        var line = new LineProcess(Directory.CreateTempSubdirectory("line-").FullName);
        File.WriteAllText(Path.Combine(line._folder, "deployment.json"), manifest.ToJsonString());
        File.WriteAllText(Path.Combine(line._folder, "images.json"), Images().ToJsonString());
        line.StartAgain();
        return line;
    }

    /// <summary>Starts the runner on the same state.</summary>
    public void StartAgain()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            ArgumentList = { Repository.Assembly("ProductionLine"), "--state", "state", "--mqtt-port", "0", "--amqp-port", "0", "--cool-off", "100ms", "--no-build", "--no-color" },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Kills the agent's process with SIGKILL, and waits until everything that it started is gone too.</summary>
    public async Task KillAgentAsync(CancellationToken cancellationToken)
    {
        var children = await ProcessIdsAsync(cancellationToken);
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        foreach (var child in children) await WaitForEndAsync(child, cancellationToken);
    }

    /// <summary>Kills a module, or <c>edgeHub</c>, with SIGKILL.</summary>
    public async Task KillAsync(string module, CancellationToken cancellationToken)
    {
        while (true)
        {
            var instance = (await ModulesAsync(cancellationToken)).Single(instance => instance["name"]!.GetValue<string>() == module);
            if (instance["pid"]?.GetValue<int>() is { } processId && TryKill(processId)) return;
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await _process.WaitForExitAsync(limit.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!_process.HasExited) _process.Kill();
        }

        _process.Dispose();
        Hub.Dispose();
        Agent.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<IEnumerable<JsonNode>> ModulesAsync(CancellationToken cancellationToken) =>
        (await Agent.GetAsync("/modules", cancellationToken))["modules"]!.AsArray().Select(module => module!);

    private async Task<List<int>> ProcessIdsAsync(CancellationToken cancellationToken) =>
        [.. (await ModulesAsync(cancellationToken)).Select(module => module["pid"]?.GetValue<int>()).OfType<int>()];

    private static bool TryKill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false; // it has just ended by itself
        }
    }

    private static async Task WaitForEndAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // gone already
        }
    }

    private static JsonObject Images() => new()
    {
        ["images"] = new JsonObject
        {
            ["machine-sensor:1.0"] = new JsonObject { ["assembly"] = Repository.Assembly("MachineSensor") },
            ["stream-processing-job:1.0"] = new JsonObject { ["assembly"] = Repository.Assembly("StreamProcessingJob") },
            ["temperature-alert:1.0"] = new JsonObject { ["assembly"] = Repository.Assembly("TemperatureAlert") },
        },
    };

    private void Keep(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines) _lines.TryDequeue(out _);
    }
}
