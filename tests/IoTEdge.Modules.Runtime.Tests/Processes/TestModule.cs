namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>The program under tests/IoTEdge.Modules.Runtime.Tests.Module, as it was built.</summary>
internal static class TestModule
{
    private const string Name = "IoTEdge.Modules.Runtime.Tests.Module";

    public static string AssemblyPath { get; } = Path.Combine(Output(), $"{Name}.dll");

    public static string ProjectPath { get; } = Path.GetFullPath(Path.Combine(Output(), "..", "..", "..", "..", "tests", Name, $"{Name}.csproj"));

    // artifacts/bin/<project>/<configuration>/
    private static string Output()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, Name, own.Name);
    }
}
