using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Tests;

/// <summary>Clients on a <see cref="FakeHub"/>.</summary>
internal static class TestClient
{
    public const string ConnectionString = "HostName=hub.test;DeviceId=dev;ModuleId=filter;SharedAccessKey=AAAA";

    public static EdgeModuleClient Create(FakeHub hub, TimeProvider? time = null) =>
        EdgeModuleClient.CreateFromConnectionString(ConnectionString, Options(hub, time));

    public static EdgeModuleClientOptions Options(FakeHub hub, TimeProvider? time = null) => new()
    {
        Transport = hub,
        TimeProvider = time ?? TimeProvider.System,
        MinReconnectDelay = TimeSpan.FromMilliseconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(5),
    };
}
