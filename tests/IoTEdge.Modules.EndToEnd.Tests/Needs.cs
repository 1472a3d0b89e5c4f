namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>What a test needs beside the SDK. Missing, it is skipped with the reason; where everything must run, it fails.</summary>
internal static class Needs
{
    /// <summary>Set to 1 where nothing may be skipped.</summary>
    public const string RequireAllVariable = "IOTEDGE_MODULES_TESTS_REQUIRE_ALL";

    /// <summary>Names the recording of a machine's temperature (columns timestamp and value).</summary>
    public const string RecordingVariable = "IOTEDGE_MODULES_TESTS_RECORDING";

    public static string Recording()
    {
        var path = Environment.GetEnvironmentVariable(RecordingVariable);
        if (path is { Length: > 0 } && File.Exists(path)) return path;
        Missing($"the environment variable {RecordingVariable} does not name a recording");
        return "";
    }

    private static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable(RequireAllVariable) == "1") Assert.Fail($"{RequireAllVariable} is set, but {reason}.");
        Assert.Skip($"Skipped: {reason}.");
    }
}
