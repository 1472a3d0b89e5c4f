using System.Reflection;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>Where this build lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>A project's built assembly.</summary>
    public static string Assembly(string project) =>
        Path.Combine(Root, "artifacts", "bin", project, Configuration.ToLowerInvariant(), $"{project}.dll");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
