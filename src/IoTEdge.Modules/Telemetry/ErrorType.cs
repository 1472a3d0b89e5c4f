namespace IoTEdge.Modules.Telemetry;

/// <summary>What spans and metrics call a failure, in the tag of OpenTelemetry's conventions.</summary>
internal static class ErrorType
{
    public const string Tag = "error.type";

    public static string Of(Exception failure) => failure is EdgeModuleException known ? known.Reason.ToString() : failure.GetType().Name;
}
