using System.Net.Security;
using Microsoft.Azure.Devices.Shared;

namespace Microsoft.Azure.Devices.Client;

public interface IAuthenticationMethod;

public interface ITransportSettings;

public interface IRetryPolicy;

public enum TransportType
{
    Amqp = 0,
    Http1 = 1,
    Amqp_WebSocket_Only = 2,
    Amqp_Tcp_Only = 3,
    Mqtt = 4,
    Mqtt_WebSocket_Only = 5,
    Mqtt_Tcp_Only = 6,
}

public enum MessageResponse
{
    None,
    Completed,
    Abandoned,
}

public enum ConnectionStatus
{
    Disconnected,
    Connected,
    Disconnected_Retrying,
    Disabled,
}

public enum ConnectionStatusChangeReason
{
    Connection_Ok,
}

public delegate Task<MessageResponse> MessageHandler(Message message, object userContext);

public delegate Task<MethodResponse> MethodCallback(MethodRequest methodRequest, object userContext);

public delegate Task DesiredPropertyUpdateCallback(TwinCollection desiredProperties, object userContext);

public delegate void ConnectionStatusChangesHandler(ConnectionStatus status, ConnectionStatusChangeReason reason);

public sealed class ModuleAuthenticationWithToken(string deviceId, string moduleId, string token) : IAuthenticationMethod;

public class AmqpTransportSettings(TransportType transportType) : ITransportSettings
{
    public RemoteCertificateValidationCallback RemoteCertificateValidationCallback { get => throw null; set => throw null; }
}

public class MqttTransportSettings(TransportType transportType) : ITransportSettings
{
    public RemoteCertificateValidationCallback RemoteCertificateValidationCallback { get => throw null; set => throw null; }
}

public class NoRetry : IRetryPolicy;

public class ClientOptions
{
    public string ModelId { get => throw null; set => throw null; }
}

public sealed class MethodRequest
{
    private MethodRequest() => throw null;

    public string Name => throw null;

    public byte[] Data => throw null;
}

public sealed class MethodResponse
{
    public MethodResponse(byte[] result, int status) => throw null;

    public MethodResponse(int status) => throw null;
}

public sealed class Message : IDisposable
{
    public Message(byte[] byteArray) => throw null;

    public string MessageId { get => throw null; set => throw null; }

    public string CorrelationId { get => throw null; set => throw null; }

    public string UserId { get => throw null; set => throw null; }

    public string ContentType { get => throw null; set => throw null; }

    public string ContentEncoding { get => throw null; set => throw null; }

    public string MessageSchema { get => throw null; set => throw null; }

    public string ComponentName { get => throw null; set => throw null; }

    public DateTime CreationTimeUtc { get => throw null; set => throw null; }

    public DateTime ExpiryTimeUtc { get => throw null; set => throw null; }

    public string InputName => throw null;

    public string ConnectionDeviceId => throw null;

    public string ConnectionModuleId => throw null;

    public IDictionary<string, string> Properties => throw null;

    public byte[] GetBytes() => throw null;

    public void Dispose() => throw null;
}

public class ModuleClient : IDisposable
{
    private ModuleClient() => throw null;

    public string ProductInfo { get => throw null; set => throw null; }

    public static ModuleClient Create(string hostname, IAuthenticationMethod authenticationMethod, ITransportSettings[] transportSettings, ClientOptions options = default) => throw null;

    public static ModuleClient Create(string hostname, string gatewayHostname, IAuthenticationMethod authenticationMethod, ITransportSettings[] transportSettings, ClientOptions options = default) => throw null;

    public void SetRetryPolicy(IRetryPolicy retryPolicy) => throw null;

    public void SetConnectionStatusChangesHandler(ConnectionStatusChangesHandler statusChangesHandler) => throw null;

    public Task OpenAsync(CancellationToken cancellationToken) => throw null;

    public Task CloseAsync(CancellationToken cancellationToken) => throw null;

    public Task SendEventAsync(Message message, CancellationToken cancellationToken) => throw null;

    public Task SendEventAsync(string outputName, Message message, CancellationToken cancellationToken) => throw null;

    public Task SetMessageHandlerAsync(MessageHandler messageHandler, object userContext, CancellationToken cancellationToken) => throw null;

    public Task SetMethodDefaultHandlerAsync(MethodCallback methodHandler, object userContext, CancellationToken cancellationToken) => throw null;

    public Task SetDesiredPropertyUpdateCallbackAsync(DesiredPropertyUpdateCallback callback, object userContext, CancellationToken cancellationToken) => throw null;

    public Task<Twin> GetTwinAsync(CancellationToken cancellationToken) => throw null;

    public Task UpdateReportedPropertiesAsync(TwinCollection reportedProperties, CancellationToken cancellationToken) => throw null;

    public void Dispose() => throw null;
}
