using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Deployment.Lint;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Routing;
using IoTEdge.Modules.Hub.Twins;
using IoTEdge.Modules.Protocol;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hub.Configuration;

/// <summary>Applies the desired properties of <c>$edgeHub</c> as a whole; wrong ones leave the last good ones in place (protocol section 5.5).</summary>
internal sealed class HubConfigurator(
    ClientIdentity hub, bool isStrict, TwinRegistry twins, EndpointRegistry endpoints, RouteState routes, StoreLimit limit, ILogger logger)
{
    private readonly AsyncLock _applying = new();
    private long _appliedVersion;

    /// <summary>Applies what is there when the hub starts.</summary>
    /// <exception cref="HubConfigurationException">It cannot be used: there are no older routes to go on with, and without any all messages would be lost.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => ApplyAsync(isStart: true, cancellationToken);

    /// <summary>Applies a change.</summary>
    public Task ApplyAsync(CancellationToken cancellationToken) => ApplyAsync(isStart: false, cancellationToken);

    private async Task ApplyAsync(bool isStart, CancellationToken cancellationToken)
    {
        using var turn = await _applying.EnterAsync(cancellationToken).ConfigureAwait(false);
        var desired = (await twins.GetAsync(hub, cancellationToken).ConfigureAwait(false)).Desired;
        var version = desired.Version ?? 0;
        if (version == _appliedVersion || desired.Properties.Count == 0)
            return;
        var result = HubConfiguration.Parse(Encoding.UTF8.GetBytes(desired.Properties.ToJsonString()));
        // What is there already was taken by a hub that was not strict; whoever starts this one brings new routes.
        var surprises = isStrict && !isStart && result.IsValid ? RouteLint.Check(result.Configuration.Routes) : [];
        var status = result.Configuration is { } configuration && surprises.Count == 0
            ? await ApplyAsync(version, configuration, cancellationToken).ConfigureAwait(false)
            : Refuse(version, result.Problems.Select(problem => $"{problem.Reason} {problem.Remedy}").Concat(surprises.Select(finding => $"{finding.Rule.Code}: {finding.Reason} {finding.Remedy}")));
        if (isStart && status.Problems.Length > 0)
            throw new HubConfigurationException(version, status.Problems);
        _appliedVersion = version;
        await ReportAsync(version, status, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DesiredStatus> ApplyAsync(long version, HubConfiguration configuration, CancellationToken cancellationToken)
    {
        var errors = string.Join(" ", configuration.Routes.Select(route => route.Condition?.Error?.Message).OfType<string>());
        if (errors.Length > 0)
        {
            // What edgeHub does: it says 200 before it compiles, and compiles nothing when one condition cannot be.
            Log.ConditionsRefused(logger, version, errors);
            return new DesiredStatus(200, "", errors);
        }

        var table = await CompileAsync(configuration, cancellationToken).ConfigureAwait(false);
        table.CountFrom(routes.Current);
        routes.Current = table;
        limit.MaxBytes = configuration.StoreAndForward.MaxSizeBytes;
        foreach (var route in configuration.Routes.Where(route => route.IgnoredText is not null))
            Log.TextAfterSinkIgnored(logger, route.Name, route.IgnoredText!);
        Log.RoutesApplied(logger, version, configuration.Routes.Count);
        return new DesiredStatus(200, "", "");
    }

    private DesiredStatus Refuse(long version, IEnumerable<string> problems)
    {
        var text = string.Join(" ", problems);
        Log.RoutesRefused(logger, version, text);
        return new DesiredStatus(400, "Error while parsing desired properties - " + text, text);
    }

    private async Task<RouteTable> CompileAsync(HubConfiguration configuration, CancellationToken cancellationToken)
    {
        var entries = new List<RouteEntry>(configuration.Routes.Count);
        long? timeToLive = configuration.StoreAndForward.TimeToLiveSeconds < 0 ? null : configuration.StoreAndForward.TimeToLiveSeconds;
        foreach (var route in configuration.Routes)
        {
            var queue = await endpoints.GetAsync(route.Sink, route.Priority, cancellationToken).ConfigureAwait(false);
            entries.Add(new RouteEntry(route, new MessageTarget(queue, route.TimeToLiveSeconds ?? timeToLive)));
        }

        return new RouteTable(entries);
    }

    private Task<long> ReportAsync(long version, DesiredStatus status, CancellationToken cancellationToken) =>
        twins.PatchReportedAsync(
            hub,
            new JsonObject
            {
                ["schemaVersion"] = "1.0",
                ["lastDesiredVersion"] = version,
                ["lastDesiredStatus"] = new JsonObject { ["code"] = status.Code, ["description"] = status.Description },
            },
            cancellationToken);

    /// <summary>What is reported, and beside it what is wrong: nothing where the properties apply.</summary>
    private readonly record struct DesiredStatus(int Code, string Description, string Problems);
}
