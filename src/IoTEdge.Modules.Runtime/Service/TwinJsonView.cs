using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Hub.Twins;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary>Twins as IoT Hub's service API shows them.</summary>
internal sealed class TwinJsonView(EdgeHub hub)
{
    private readonly IdentityJson _identities = new(hub);

    public JsonObject Write(RegisteredClient client, TwinView twin)
    {
        var json = new JsonObject { ["deviceId"] = client.Identity.DeviceId };
        if (client.Identity.IsModule)
            json["moduleId"] = client.Identity.ModuleId;
        json["etag"] = twin.Etag;
        json["deviceEtag"] = client.Etag;
        _identities.WriteState(json, client);
        json["cloudToDeviceMessageCount"] = 0;
        json["authenticationType"] = "sas";
        json["x509Thumbprint"] = IdentityJson.NoThumbprint();
        json["modelId"] = twin.ModelId ?? "";
        json["version"] = twin.Revision;
        json["tags"] = twin.Tags;
        json["properties"] = new JsonObject { ["desired"] = Section(twin.Desired, twin.DesiredMetadata), ["reported"] = Section(twin.Reported, twin.ReportedMetadata) };
        if (!client.Identity.IsModule)
            json["capabilities"] = new JsonObject { ["iotEdge"] = client.IsEdgeDevice };
        return json;
    }

    private static JsonObject Section(TwinSection section, JsonObject metadata)
    {
        var json = section.Properties;
        json[TwinSection.MetadataKey] = metadata;
        json[TwinSection.VersionKey] = section.Version;
        return json;
    }
}
