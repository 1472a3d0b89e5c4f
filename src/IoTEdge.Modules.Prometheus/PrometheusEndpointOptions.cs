namespace IoTEdge.Modules;

/// <summary>Options of the Prometheus endpoint.</summary>
public sealed class PrometheusEndpointOptions
{
    /// <summary>The TCP port, on all addresses.</summary>
    /// <value>Default 9600, where Azure IoT Edge's metrics-collector looks (protocol section 0.2).</value>
    public int Port { get; set; } = 9600;

    /// <summary>The path.</summary>
    /// <value>Default <c>metrics</c>.</value>
    public string Path { get; set; } = "metrics";

    /// <summary>The names of the meters that are shown.</summary>
    /// <value>Default the SDK's, <see cref="EdgeModuleTelemetry.MeterName"/>, and that of the .NET runtime, <c>System.Runtime</c>.</value>
    public IList<string> Meters { get; } = [EdgeModuleTelemetry.MeterName, "System.Runtime"];
}
