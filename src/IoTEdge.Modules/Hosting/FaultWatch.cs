using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hosting;

/// <summary>Ends the process of a module that has no hub any more, where it is to end.</summary>
internal sealed class FaultWatch(EdgeModuleClient client, IHostApplicationLifetime lifetime, ILogger logger)
{
    /// <summary>Watches until the client is closed or given up, or the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var state in client.States(cancellationToken).ConfigureAwait(false))
            {
                if (state.Status != ConnectionStatus.Faulted) continue;
                logger.EndsFaulted(client.Identity.ClientId, EdgeModuleExitCode.Refused);
                Environment.ExitCode = EdgeModuleExitCode.Refused;
                lifetime.StopApplication();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The module stops by itself.
        }
    }
}
