namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>The sources that a hub gives to messages, to be matched by <see cref="RouteSource.Matches"/> (protocol section 7.2).</summary>
public static class MessageSource
{
    /// <summary>Telemetry of a device that is no module.</summary>
    public const string Device = "/messages";

    /// <summary>A change of reported properties.</summary>
    public const string TwinChangeNotifications = "/twinChangeNotifications";

    /// <summary>Telemetry of a module.</summary>
    /// <param name="moduleId">The sender.</param>
    /// <param name="output">The output it was sent to, or null when it named none.</param>
    public static string Module(string moduleId, string? output) =>
        string.IsNullOrEmpty(output) ? $"/messages/modules/{moduleId}" : $"/messages/modules/{moduleId}/outputs/{output}";
}
