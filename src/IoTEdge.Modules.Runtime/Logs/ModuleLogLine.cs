namespace IoTEdge.Modules.Runtime.Logs;

/// <summary>A line that a module wrote.</summary>
/// <param name="Module">The module.</param>
/// <param name="Text">The line, without its end; at most 16 KiB, longer ones are cut and say so.</param>
/// <param name="IsError">Whether it came from the error output.</param>
public readonly record struct ModuleLogLine(string Module, string Text, bool IsError);
