namespace IoTEdge.Modules.Health;

/// <summary>What one handler does.</summary>
/// <param name="Name">Its input or method.</param>
/// <param name="OldestRun">How long the longest of its present runs has lasted; zero where none runs.</param>
/// <param name="FailuresInARow">How often it has thrown since it last came to a good end.</param>
internal sealed record HandlerState(string Name, TimeSpan OldestRun, int FailuresInARow);
