using IoTEdge.Modules.Json;
using IoTEdge.Modules.Twins;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hosting;

/// <summary>What a running module stands on.</summary>
internal sealed class ModuleContext(EdgeModuleClient client, PayloadSerializer serializer, EdgeModuleOptions options, ILogger logger)
{
    public EdgeModuleClient Client { get; } = client;

    public PayloadSerializer Serializer { get; } = serializer;

    public EdgeModuleOptions Options { get; } = options;

    public ILogger Logger { get; } = logger;

    public LastGoodDesired LastGoodDesired { get; } = new(options.StoragePath, logger);
}
