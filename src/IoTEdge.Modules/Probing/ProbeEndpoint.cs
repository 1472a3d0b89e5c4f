using System.IO.Pipes;
using System.Text;
using IoTEdge.Modules.Protocol;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Probing;

/// <summary>Answers probes of a running module, one after the other: one line with the health of its host.</summary>
internal sealed class ProbeEndpoint : IAsyncDisposable
{
    private readonly HealthCheckService _health;
    private readonly string _pipeName;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _run;

    public ProbeEndpoint(ModuleIdentity identity, HealthCheckService health, ILogger logger)
    {
        _health = health;
        _pipeName = ProbeAddress.PipeName(identity);
        _logger = logger;
        _run = RunAsync(identity);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(ModuleIdentity identity)
    {
        NamedPipeServerStream? waiting = null;
        try
        {
            waiting = CreatePipe();
            while (true)
            {
                var pipe = waiting;
                await using (pipe.ConfigureAwait(false))
                {
                    await pipe.WaitForConnectionAsync(_stopping.Token).ConfigureAwait(false);

                    // The next one listens before this one is closed: who comes in between finds somebody.
                    waiting = CreatePipe();
                    await AnswerAsync(pipe).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A module works without it: its folder for temporary files cannot be written, or another process has its place.
            _logger.ProbeUnavailable(identity.ClientId, exception.Message);
        }
        finally
        {
            if (waiting is not null) await waiting.DisposeAsync().ConfigureAwait(false);
        }
    }

    private NamedPipeServerStream CreatePipe() => new(
        _pipeName, PipeDirection.Out, maxNumberOfServerInstances: 2, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);

    private async Task AnswerAsync(NamedPipeServerStream pipe)
    {
        var report = await _health.CheckHealthAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            await pipe.WriteAsync(Encoding.UTF8.GetBytes(Describe(report)), _stopping.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Who asked did not wait for the answer.
        }
    }

    private static string Describe(HealthReport report)
    {
        var troubles = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key}: {entry.Value.Description}").ToList();
        var line = troubles.Count == 0 ? $"{report.Status}" : $"{report.Status}. {string.Join(" ", troubles)}";
        return line.ReplaceLineEndings(" ");
    }
}
