namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Finds the manifest when the command line names none: in the working directory, in the project's, beside the application.</summary>
internal static class DeploymentSearch
{
    /// <summary>The runtime option by which a project file tells its directory; its images are relative to the manifest there.</summary>
    public const string ProjectDirectoryOption = "IoTEdge.Modules.ProjectDirectory";

    private const string FileName = "deployment.json";

    public static string Find()
    {
        string?[] directories = [Environment.CurrentDirectory, AppContext.GetData(ProjectDirectoryOption) as string, AppContext.BaseDirectory];
        return directories.OfType<string>().Select(directory => Path.Combine(directory, FileName)).FirstOrDefault(File.Exists) ?? FileName;
    }
}
