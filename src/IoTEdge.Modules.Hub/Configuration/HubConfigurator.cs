using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Routing;
using IoTEdge.Modules.Hub.Twins;
using IoTEdge.Modules.Protocol;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hub.Configuration;

/// <summary>Applies the desired properties of <c>$edgeHub</c> as a whole; wrong ones leave the last good ones in place (protocol section 5.5).</summary>
internal sealed class HubConfigurator(ClientIdentity hub, TwinRegistry twins, EndpointRegistry endpoints, RouteState routes, ILogger logger)
{
    private readonly AsyncLock _applying = new();
    private long _appliedVersion;

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        using var turn = await _applying.EnterAsync(cancellationToken).ConfigureAwait(false);
        var desired = (await twins.GetAsync(hub, cancellationToken).ConfigureAwait(false)).Desired;
        var version = desired.Version ?? 0;
        if (version == _appliedVersion || desired.Properties.Count == 0)
            return;
        var (configuration, problems) = HubConfigurationReader.Read(desired.Properties);
        if (configuration is not null)
        {
            var table = await CompileAsync(configuration, cancellationToken).ConfigureAwait(false);
            table.CountFrom(routes.Current);
            routes.Current = table;
            Log.RoutesApplied(logger, version, configuration.Routes.Count);
        }
        else
        {
            Log.RoutesRefused(logger, version, string.Join(" ", problems));
        }

        _appliedVersion = version;
        await ReportAsync(version, problems, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RouteTable> CompileAsync(HubConfiguration configuration, CancellationToken cancellationToken)
    {
        var entries = new List<RouteEntry>(configuration.Routes.Count);
        foreach (var route in configuration.Routes)
        {
            var queue = await endpoints.GetAsync(route.Sink, route.Priority, cancellationToken).ConfigureAwait(false);
            var seconds = route.TimeToLiveSeconds ?? configuration.TimeToLiveSeconds;
            entries.Add(new RouteEntry(route, new MessageTarget(queue, seconds)));
        }

        return new RouteTable(entries);
    }

    private Task<long> ReportAsync(long version, IReadOnlyList<string> problems, CancellationToken cancellationToken) =>
        twins.PatchReportedAsync(
            hub,
            new JsonObject
            {
                ["schemaVersion"] = "1.0",
                ["lastDesiredVersion"] = version,
                ["lastDesiredStatus"] = new JsonObject
                {
                    ["code"] = problems.Count == 0 ? 200 : 400,
                    ["description"] = problems.Count == 0 ? "" : "Error while parsing desired properties - " + string.Join(" ", problems),
                },
            },
            cancellationToken);
}
