using System.IO.Pipes;
using System.Text;
using IoTEdge.Modules.Protocol;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IoTEdge.Modules.Probing;

/// <summary>Asks the running instance of a module how it is.</summary>
internal static class ProbeClient
{
    /// <summary>How long an instance may take to answer; Docker gives a health check 30 s.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>How long an instance is looked for.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    private const int MaxAnswer = 16 * 1024;

    /// <summary>Asks.</summary>
    /// <returns>Whether it works, and its words.</returns>
    public static async Task<(bool IsGood, string Answer)> AskAsync(ModuleIdentity identity, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var pipe = new NamedPipeClientStream(".", ProbeAddress.PipeName(identity), PipeDirection.In, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            await using (pipe.ConfigureAwait(false))
            {
                await pipe.ConnectAsync(ConnectLimit, linked.Token).ConfigureAwait(false);
                var buffer = new byte[MaxAnswer];
                var length = await pipe.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, linked.Token).ConfigureAwait(false);
                var answer = Encoding.UTF8.GetString(buffer, 0, length);
                var isGood = answer.StartsWith(nameof(HealthStatus.Healthy), StringComparison.Ordinal) || answer.StartsWith(nameof(HealthStatus.Degraded), StringComparison.Ordinal);
                return (isGood, answer.Length > 0 ? answer : "The module ended before it answered.");
            }
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or UnauthorizedAccessException)
        {
            return (false, $"No module runs as {identity.ClientId} for {Environment.UserName}.");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (false, $"{identity.ClientId} did not answer within {Limit.TotalSeconds} s.");
        }
    }
}
