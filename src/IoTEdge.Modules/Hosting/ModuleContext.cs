using IoTEdge.Modules.Json;
using IoTEdge.Modules.Twins;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hosting;

/// <summary>What a running module stands on.</summary>
internal sealed class ModuleContext(EdgeModuleClient client, IPayloadSerializer serializer, EdgeModuleOptions options, ILogger logger)
{
    public EdgeModuleClient Client { get; } = client;

    public IPayloadSerializer Serializer { get; } = serializer;

    public EdgeModuleOptions Options { get; } = options;

    public ILogger Logger { get; } = logger;

    public LastGoodDesired LastGoodDesired { get; } = new(options.StoragePath, logger);
}
