using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Probing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules;

/// <summary>
/// Lets a module's own program tell whether its running instance is healthy, for the <c>HEALTHCHECK</c> of an image that has neither curl nor a
/// shell: <c>HEALTHCHECK CMD ["./filter", "--probe"]</c>.
/// </summary>
public static class EdgeModuleProbe
{
    private const string Argument = "--probe";

    /// <summary>
    /// Where the program was started with <c>--probe</c>, asks the running instance of the same module for its health, writes one line, and sets the
    /// exit code: 0 where it is healthy or degraded, else 1. The instance is found by its identity, from the same configuration, and by its user. In a host with
    /// several modules <c>--probe key</c> names one; the answer is about the whole host.
    /// </summary>
    /// <param name="args">The program's arguments.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>Whether the program was started to probe, and is to end now.</returns>
    public static async Task<bool> AnswerAsync(string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        var index = Array.IndexOf(args, Argument);
        if (index < 0) return false;
        var key = index + 1 < args.Length && !args[index + 1].StartsWith('-') ? args[index + 1] : null;
        var (isGood, answer) = await AskAsync(args, key, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(answer).ConfigureAwait(false);
        Environment.ExitCode = isGood ? EdgeModuleExitCode.Stopped : EdgeModuleExitCode.Failed;
        return true;
    }

    private static async Task<(bool IsGood, string Answer)> AskAsync(string[] args, string? key, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = Host.CreateApplicationBuilder(args).Configuration;
            var section = configuration.GetSection(EdgeModuleOptions.SectionName);
            var connectionString = (key is null ? section : section.GetSection(key))[nameof(EdgeModuleOptions.ConnectionString)];
            var identity = new ModuleEnvironment(name => configuration[name], new EdgeModuleClientOptions()).Identify(connectionString);
            return await ProbeClient.AskAsync(identity, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (EdgeModuleException exception)
        {
            return (false, exception.Message);
        }
    }
}
