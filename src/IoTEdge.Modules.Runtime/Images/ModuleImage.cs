namespace IoTEdge.Modules.Runtime.Images;

/// <summary>The package with the software of a module, as a local runtime has it: a program on this machine.</summary>
/// <param name="Name">The name with its tag, such as <c>filter:1.0</c>.</param>
/// <param name="ProgramPath">The absolute path of a .NET assembly (<c>.dll</c>), or of anything else that the system can execute.</param>
public sealed record ModuleImage(string Name, string ProgramPath)
{
    /// <summary>Whether the program is a .NET assembly, which <c>dotnet</c> runs.</summary>
    public bool IsAssembly => ProgramPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
}
