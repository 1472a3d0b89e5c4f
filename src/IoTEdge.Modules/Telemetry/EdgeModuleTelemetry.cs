namespace IoTEdge.Modules;

/// <summary>Names for those who listen to traces and metrics, for example with OpenTelemetry: <c>AddSource</c> and <c>AddMeter</c>.</summary>
public static class EdgeModuleTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "IoTEdge.Modules";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "IoTEdge.Modules";
}
