using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Protocol.Topics;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Protocol.Tests;

/// <summary>Every parser of the assembly, by name, for the properties that all of them must have.</summary>
internal static class Parsers
{
    public static readonly IReadOnlyDictionary<string, Action<string>> OfText = new Dictionary<string, Action<string>>
    {
        ["connection string"] = text => ModuleConnectionString.Parse(text),
        ["module identity"] = text => ModuleIdentity.Parse(text),
        ["shared access key"] = text => SharedAccessKey.Parse(text),
        ["SAS token"] = text => SharedAccessSignature.Parse(text),
        ["SAS audience"] = text => SasAudience.Parse(text),
        ["client topic"] = text => ClientTopic.Parse(text),
        ["hub topic"] = text => HubTopic.Parse(text),
        ["subscription filter"] = text => SubscriptionFilter.Parse(text),
        ["property bag"] = text => PropertyBag.Parse(text),
        ["host endpoint"] = text => HostEndpoint.TryParse(text, out _),
    };

    public static readonly IReadOnlyDictionary<string, string[]> Samples = new Dictionary<string, string[]>
    {
        ["connection string"] = ["HostName=h.net;DeviceId=d;ModuleId=m;SharedAccessKey=AAAA", "HostName=h;GatewayHostName=g:8883;DeviceId=d;ModuleId=$edgeHub;SharedAccessKey=AA=="],
        ["module identity"] = ["d/m", "dev-1/$edgeAgent"],
        ["shared access key"] = ["AAAA", "AA=="],
        ["SAS token"] = ["SharedAccessSignature sr=h%2Fdevices%2Fd%2Fmodules%2Fm&sig=AAAA&se=1700000000", "SharedAccessSignature sig=AA%3D%3D&se=1&sr=h%2Fdevices%2Fd&skn="],
        ["SAS audience"] = ["h%2Fdevices%2Fd%2Fmodules%2Fm", "h/devices/d"],
        ["client topic"] = ["devices/d/modules/m/messages/events/%24.mid=1&a=b/", "devices/d/messages/events", "$iothub/twin/GET/?$rid=1", "$iothub/twin/PATCH/properties/reported/?$rid=2", "$iothub/methods/res/200/?$rid=3"],
        ["hub topic"] = ["devices/d/modules/m/inputs/in/%24.cdid=d", "$iothub/methods/POST/reset/?$rid=1", "$iothub/twin/res/204/?$rid=1&$version=7", "$iothub/twin/PATCH/properties/desired/?$version=5"],
        ["subscription filter"] = ["devices/d/modules/m/#", "devices/d/modules/m/inputs/#", "$iothub/methods/POST/#", "$iothub/twin/res/#", "devices/d/messages/devicebound/#"],
        ["property bag"] = ["a=b&c&d=&%24.mid=x%20y", "%C3%BC=%E2%82%AC"],
        ["host endpoint"] = ["localhost", "localhost:8883", "127.0.0.5:1", "[::1]:8883", "::1"],
    };

    public static readonly IReadOnlyDictionary<string, Action<byte[]>> OfBytes = new Dictionary<string, Action<byte[]>>
    {
        ["MQTT"] = bytes => MqttPackets.ReadAll(bytes, pieceLength: bytes.Length),
        ["MQTT in pieces"] = bytes => MqttPackets.ReadAll(bytes, pieceLength: 3),
        ["JSON"] = bytes => TwinJson.Parse(bytes, "test"),
        ["twin"] = bytes => ModuleTwin.Parse(new(bytes)),
    };
}
