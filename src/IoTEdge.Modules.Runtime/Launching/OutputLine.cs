namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>A line that a process wrote.</summary>
internal readonly record struct OutputLine(string Text, bool IsError);
