using System.Text;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Turns what a hub answers, or how a connection ends, into the exception that callers see.</summary>
internal static class MqttRefusal
{
    private const int MaxQuoted = 200;

    /// <summary>The exception for a refused CONNECT (protocol section 1.1.5).</summary>
    public static EdgeModuleException Of(MqttConnectReturnCode code, ModuleIdentity identity) => code switch
    {
        MqttConnectReturnCode.NotAuthorized or MqttConnectReturnCode.BadUserNameOrPassword => new EdgeModuleException(EdgeModuleErrorReason.Unauthorized,
            $"The hub refused {identity.ClientId} ({code}). Check that the module exists and is enabled there, its key, and this machine's clock."),
        MqttConnectReturnCode.ServerUnavailable => new EdgeModuleException(EdgeModuleErrorReason.Connection,
            $"The hub cannot take {identity.ClientId} now ({code}); it may have too many clients."),
        _ => new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"The hub refused {identity.ClientId} ({code})."),
    };

    /// <summary>The exception for a refused twin request (protocol section 1.6).</summary>
    public static EdgeModuleException Of(TwinResponse response, string operation, ModuleIdentity identity)
    {
        var reason = response.Status switch
        {
            429 => EdgeModuleErrorReason.Throttled,
            >= 500 => EdgeModuleErrorReason.Connection,
            _ => EdgeModuleErrorReason.Refused,
        };
        var length = Math.Min(response.Payload.Length, MaxQuoted);
        var detail = length == 0 ? "." : $": {Encoding.UTF8.GetString(response.Payload.Span[..length])}";
        return new EdgeModuleException(reason, $"The hub answered {response.Status} to {identity.ClientId}'s request to {operation}{detail}");
    }

    /// <summary>The exception for a connection that ended by itself.</summary>
    public static EdgeModuleException Lost(Exception? cause, ModuleIdentity identity) => cause switch
    {
        ProtocolException => new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"The hub broke the protocol with {identity.ClientId}: {cause.Message}", cause),
        EdgeModuleException known => known,
        _ => new EdgeModuleException(EdgeModuleErrorReason.Connection, $"The connection of {identity.ClientId} was lost: {cause?.Message ?? "it was closed."}", cause),
    };
}
