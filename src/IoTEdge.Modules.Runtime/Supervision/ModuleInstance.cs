namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>One running image on the device, as it was at one moment.</summary>
public sealed record ModuleInstance
{
    internal ModuleInstance()
    {
    }

    /// <summary>The module's name; its identity and its twin have the same.</summary>
    public required string Name { get; init; }

    /// <summary>The image, as the manifest names it.</summary>
    public required string Image { get; init; }

    /// <summary>What the module does.</summary>
    public ModuleStatus Status { get; init; }

    /// <summary>The process, or null while there is none.</summary>
    public int? ProcessId { get; init; }

    /// <summary>How often it was started again after a failure; forgiven after ten minutes without one (protocol section 5.3.1).</summary>
    public int RestartCount { get; init; }

    /// <summary>The exit code of the process before, 128 + n when signal n ended it; null when none has ended yet.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When the process was started last.</summary>
    public DateTimeOffset? LastStart { get; init; }

    /// <summary>When a process ended last.</summary>
    public DateTimeOffset? LastExit { get; init; }
}
