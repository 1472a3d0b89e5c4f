namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>What the command line asks for.</summary>
internal sealed record RunSettings(EdgeRuntimeOptions Options)
{
    /// <summary>When the run ends by itself; null means at Ctrl+C.</summary>
    public TimeSpan? For { get; init; }

    public bool NoColor { get; init; }

    public bool Help { get; init; }
}
