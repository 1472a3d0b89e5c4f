using IoTEdge.Modules.Health;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Twins;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hosting;

/// <summary>What a running module stands on.</summary>
internal sealed class ModuleContext
{
    public ModuleContext(EdgeModuleClient client, IPayloadSerializer serializer, EdgeModuleOptions options, string? key, IServiceProvider services, IReportedSource? reported, ILogger logger)
    {
        Client = client;
        Serializer = serializer;
        Options = options;
        Key = key;
        Services = services;
        Logger = logger;
        Handlers = new HandlerWatch(options.Client.TimeProvider);
        LastGoodDesired = new LastGoodDesired(options.StoragePath, logger);
        Reported = new ReportedPublisher(this, reported);
    }

    public EdgeModuleClient Client { get; }

    public IPayloadSerializer Serializer { get; }

    public EdgeModuleOptions Options { get; }

    /// <summary>The key that the module was added under; null where it has none.</summary>
    public string? Key { get; }

    /// <summary>The host's services.</summary>
    public IServiceProvider Services { get; }

    public ILogger Logger { get; }

    /// <summary>Watches the module's handlers.</summary>
    public HandlerWatch Handlers { get; }

    public LastGoodDesired LastGoodDesired { get; }

    public ReportedPublisher Reported { get; }
}
