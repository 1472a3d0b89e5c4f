using System.Diagnostics;

namespace IoTEdge.Modules.Tests;

/// <summary>The program IoTEdge.Modules.Tests.Module as a process of its own.</summary>
internal static class TestModule
{
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    // Beside this program's folder, in the same build.
    private static string Path => System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "IoTEdge.Modules.Tests.Module", System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar)), "IoTEdge.Modules.Tests.Module.dll"));
}
