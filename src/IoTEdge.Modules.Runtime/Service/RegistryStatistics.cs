using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>/statistics/devices</c> and <c>/statistics/service</c>: how many devices there are.</summary>
internal static class RegistryStatistics
{
    public static HubAnswer Answer(HttpRequest request, EdgeHub hub, bool isOfDevices)
    {
        if (!HttpMethods.IsGet(request.Method))
            return ServiceError.NotAllowed(request);
        var devices = hub.Identities.All.Where(client => !client.Identity.IsModule).ToList();
        var enabled = devices.Count(device => device.IsEnabled);
        return HubAnswer.Ok(isOfDevices
            ? new JsonObject { ["totalDeviceCount"] = devices.Count, ["enabledDeviceCount"] = enabled, ["disabledDeviceCount"] = devices.Count - enabled }
            : new JsonObject { ["connectedDeviceCount"] = devices.Count(device => hub.IsConnected(device.Identity)) });
    }
}
