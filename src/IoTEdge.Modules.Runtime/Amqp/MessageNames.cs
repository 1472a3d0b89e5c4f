namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The names that messages of IoT hubs have on AMQP (protocol section 2.4).</summary>
internal static class MessageNames
{
    public const string OutputName = "iothub-outputname";
    public const string MessageSchema = "iothub-message-schema";
    public const string CreationTime = "iothub-creation-time-utc";
    public const string InterfaceId = "iothub-interface-id";
    public const string ComponentName = "dt-subject";
    public const string InputName = "x-opt-input-name";
    public const string LockToken = "x-opt-lock-token";
    public const string SequenceNumber = "x-opt-sequence-number";
    public const string EnqueuedTime = "iothub-enqueuedtime";
    public const string DeliveryCount = "iothub-deliverycount";
    public const string ConnectionDeviceId = "iothub-connection-device-id";
    public const string ConnectionModuleId = "iothub-connection-module-id";
    public const string MethodName = "IoThub-methodname";
    public const string MethodStatus = "IoThub-status";
    public const string TwinOperation = "operation";
    public const string TwinResource = "resource";
    public const string TwinStatus = "status";
    public const string TwinVersion = "version";
}
