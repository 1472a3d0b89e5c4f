using IoTEdge.Modules.Deployment.Manifests.Reading;
using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Routes.Explaining;

namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>What <c>$edgeHub</c> is told (protocol section 5.5).</summary>
/// <param name="Routes">The routes, in the order of the document.</param>
/// <param name="StoreAndForward">How long and how much messages are kept.</param>
public sealed record HubConfiguration(IReadOnlyList<Route> Routes, StoreAndForward StoreAndForward)
{
    /// <summary>Reads the desired properties of <c>$edgeHub</c> and finds everything that is wrong with them.</summary>
    /// <remarks>
    /// As at edgeHub, a condition whose types do not fit is not wrong here: see <see cref="RouteCondition.Error"/>. Reading a whole
    /// manifest finds it.
    /// </remarks>
    /// <param name="utf8Json">The desired properties in UTF-8.</param>
    public static HubConfigurationResult Parse(ReadOnlyMemory<byte> utf8Json) => HubReader.Read(utf8Json);

    /// <summary>Says what a hub with this configuration does with a message: which routes take it and why, which not and why not, and where it goes.</summary>
    /// <param name="message">The message.</param>
    public MessageExplanation Explain(RouteMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return MessageExplainer.Explain(this, message);
    }
}
