namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>The assemblies of .NET itself, which need no package.</summary>
internal static class PlatformAssembly
{
    public static bool Is(string name) => name is "System" or "mscorlib" or "netstandard" or "Microsoft.Win32.Primitives" || name.StartsWith("System.", StringComparison.Ordinal);
}
