using System.Runtime.InteropServices;
using IoTEdge.Modules.Hub.Configuration;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Upstream;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>The verb <c>hub</c>: a hub as a process of its own.</summary>
internal static class HubCommand
{
    /// <summary>The name of the verb.</summary>
    public const string Verb = "hub";

    private const int Failed = 1;

    /// <summary>Runs a hub until SIGTERM or SIGINT. Writes <c>ready mqtt={address}:{port} amqp={address}:{port} https={address}:{port}</c> to the standard output once it listens.</summary>
    /// <returns>The exit code: 0 after a clean stop.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            var parsed = HubArguments.Parse(arguments is [Verb, ..] ? [.. arguments.Skip(1)] : arguments);
            using var log = new HubLog(Console.Error, parsed.LogLevel, TimeProvider.System);
            var upstream = parsed.Options.Upstream ?? UpstreamTarget.FromEnvironment();
            await RunAsync(parsed.Options with { LoggerFactory = log, Upstream = upstream }).ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ProtocolException or HubConfigurationException)
        {
            using var log = new HubLog(Console.Error, LogLevel.Error, TimeProvider.System);
            Log.NotStarted(log.CreateLogger(nameof(HubCommand)), exception.Message);
            return Failed;
        }
    }

    private static async Task RunAsync(LocalHubOptions options)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var hub = await LocalHub.StartAsync(options).ConfigureAwait(false);
        await using var _ = hub.ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"ready mqtt={options.Address}:{hub.MqttPort} amqp={options.Address}:{hub.AmqpPort} https={options.Address}:{hub.HttpsPort}").ConfigureAwait(false);
        await Console.Out.FlushAsync().ConfigureAwait(false);
        await (await Task.WhenAny(stop.Task, hub.Completion).ConfigureAwait(false)).ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            // The process ends when the hub has stopped, not before.
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }
}
