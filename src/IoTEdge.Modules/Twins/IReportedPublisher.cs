using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Twins;

/// <summary>Reported properties of any type, as the host of a module drives them.</summary>
internal interface IReportedPublisher
{
    /// <summary>Begins to publish.</summary>
    void Start(ModuleContext context);

    /// <summary>Takes what the hub has, after each connect.</summary>
    void OnKnown(TwinSection reported);

    /// <summary>Publishes what is left and ends.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
