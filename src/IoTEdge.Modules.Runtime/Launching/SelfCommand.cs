using System.Reflection;
using System.Runtime.InteropServices;

namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>How to start this assembly again, whatever application it is part of.</summary>
internal static class SelfCommand
{
    /// <summary>The .NET host that runs this process, or the one that belongs to its runtime when an application host does.</summary>
    public static string DotnetPath { get; } = FindDotnet();

    private static string AssemblyPath { get; } = typeof(SelfCommand).Assembly.Location;

    /// <summary>Starts a verb with the application's own frameworks and dependencies.</summary>
    public static IReadOnlyList<string> WithApplication(params string[] verb)
    {
        var application = Path.ChangeExtension(Assembly.GetEntryAssembly()?.Location ?? AssemblyPath, null);
        return [.. Exec(application + ".deps.json", application + ".runtimeconfig.json"), .. verb];
    }

    /// <summary>Starts a verb with the bare runtime: without the web framework it is there in half the time.</summary>
    public static IReadOnlyList<string> Bare(string runtimeConfigPath, params string[] verb) =>
        [.. Exec(depsFile: null, runtimeConfigPath), .. verb];

    private static List<string> Exec(string? depsFile, string runtimeConfig)
    {
        List<string> arguments = ["exec"];
        if (File.Exists(depsFile)) arguments.AddRange(["--depsfile", depsFile]);
        if (File.Exists(runtimeConfig)) arguments.AddRange(["--runtimeconfig", runtimeConfig]);
        arguments.Add(AssemblyPath);
        return arguments;
    }

    private static string FindDotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Path.GetFileName(Environment.ProcessPath) == name) return Environment.ProcessPath!;
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        var path = Path.GetFullPath(Path.Combine(root, name));
        return File.Exists(path) ? path : name;
    }
}
