namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>What to start.</summary>
internal sealed record LaunchRequest
{
    /// <summary>The absolute path of the program.</summary>
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment: nothing is inherited beside it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Called for each line of both outputs, from two threads at once.</summary>
    public required Action<OutputLine> OnLine { get; init; }
}
