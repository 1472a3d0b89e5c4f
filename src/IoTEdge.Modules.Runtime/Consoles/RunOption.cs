namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>One option of the command line.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What its value is called, or null for a switch.</param>
/// <param name="Description">One line for the help.</param>
/// <param name="Apply">Applies the value; throws <see cref="FormatException"/> with what is expected instead.</param>
internal sealed record RunOption(string Name, string? Value, string Description, Func<RunSettings, string, RunSettings> Apply);
