namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>
/// What holds where the command line says nothing. A project file can leave a word in the application's runtime configuration, by
/// <c>RuntimeHostConfigurationOption</c>: its directory, its configuration, and that it has built the modules' projects itself.
/// </summary>
internal static class ProjectDefaults
{
    private const string FileName = "deployment.json";
    private const string Prefix = "IoTEdge.Modules.";

    public static EdgeRuntimeOptions Read()
    {
        var options = new EdgeRuntimeOptions();
        return options with
        {
            ManifestPath = FindManifest(),
            NoBuild = AppContext.TryGetSwitch(Prefix + "ImagesAreBuilt", out var areBuilt) && areBuilt,
            Configuration = AppContext.GetData(Prefix + "Configuration") as string ?? options.Configuration,
        };
    }

    // Paths in the image file are relative to it, so the project's own directory comes before a copy beside the application.
    private static string FindManifest()
    {
        string?[] directories = [Environment.CurrentDirectory, AppContext.GetData(Prefix + "ProjectDirectory") as string, AppContext.BaseDirectory];
        return directories.OfType<string>().Select(directory => Path.Combine(directory, FileName)).FirstOrDefault(File.Exists) ?? FileName;
    }
}
