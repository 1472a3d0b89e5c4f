using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Hub.Twins;
using IoTEdge.Modules.Protocol;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hub.Reporting;

/// <summary>Keeps the reported properties of <c>$edgeHub</c>: its version, and which clients are connected (protocol section 5.5).</summary>
internal sealed class HubReporter(ClientIdentity hub, TwinRegistry twins, SessionRegistry sessions, ILogger logger)
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private HashSet<ClientIdentity> _changed = [];

    /// <summary>A client has come or gone.</summary>
    public void OnChanged(ClientIdentity client)
    {
        lock (_gate)
            _changed.Add(client);
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Begins anew: who was connected to an earlier hub is not any more.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => twins.PatchReportedAsync(
        hub,
        new JsonObject
        {
            ["schemaVersion"] = "1.0",
            ["version"] = new JsonObject { ["version"] = Version, ["build"] = "", ["commit"] = "" },
            ["clients"] = null,
        },
        cancellationToken);

    /// <summary>Reports until it is cancelled; what changes while a report is on its way goes into the next one.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _signal.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var changed = Take();
            try
            {
                await twins.PatchReportedAsync(hub, new JsonObject { ["clients"] = Describe(changed) }, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // They go into the next report.
                Log.BackgroundFailed(logger, exception);
                lock (_gate)
                    _changed.UnionWith(changed);
            }
        }
    }

    private static string Version { get; } =
        typeof(HubReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private HashSet<ClientIdentity> Take()
    {
        lock (_gate)
        {
            var taken = _changed;
            _changed = [];
            return taken;
        }
    }

    private JsonObject Describe(HashSet<ClientIdentity> changed)
    {
        var clients = new JsonObject();
        foreach (var client in changed)
        {
            var session = sessions.Find(client);
            var isConnected = session?.IsConnected ?? false;
            // A module that goes stays in the list, a device leaves it.
            clients[Encode(client.ClientId)] = !isConnected && !client.IsModule ? null : new JsonObject
            {
                ["status"] = isConnected ? "Connected" : "Disconnected",
                ["lastConnectedTimeUtc"] = Text(session?.ConnectedAt),
                ["lastDisconnectedTimeUtc"] = Text(session?.DisconnectedAt),
            };
        }

        return clients;
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string Encode(string clientId) => clientId
        .Replace(".", "%2E", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal)
        .Replace(" ", "%20", StringComparison.Ordinal);
}
