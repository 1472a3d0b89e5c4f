namespace IoTEdge.Modules.Fixtures;

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

    /// <summary>The modules of Microsoft's Node client, and node itself.</summary>
    public static void NodeClient(string nodeFolder)
    {
        Program("node");
        if (!Directory.Exists(Path.Combine(nodeFolder, "node_modules"))) Missing($"Microsoft's Node client is not installed; run 'npm ci' in {nodeFolder}");
    }

    /// <summary>A program on the path, or in the folders where servers are installed.</summary>
    public static string Program(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/usr/local/sbin"]);
        var path = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null) Missing($"the program {name} is not installed");
        return path ?? "";
    }

    /// <summary>A port on an address of this machine; ports below 1024 are not everybody's to take.</summary>
    public static void Port(string address, int port)
    {
        try
        {
            using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Parse(address), port);
            listener.Start();
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            Missing($"{address}:{port} cannot be listened on: {exception.Message}");
        }
    }

    private static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable(RequireAllVariable) == "1") Assert.Fail($"{RequireAllVariable} is set, but {reason}.");
        Assert.Skip($"Skipped: {reason}.");
    }
}
