namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Colors of a terminal, or none.</summary>
internal sealed class Palette(bool isColored)
{
    private const string Reset = "\e[0m";

    // Cyan, green, yellow, magenta, blue, and the bright ones: readable on dark and light ground.
    private static readonly string[] ModuleColors = ["\e[36m", "\e[32m", "\e[33m", "\e[35m", "\e[34m", "\e[96m", "\e[92m", "\e[95m"];

    /// <summary>Whether this process's output shows colors: a terminal, and nobody asked for none (no-color.org).</summary>
    public static bool IsTerminalColored() =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public string Bold(string text) => Paint("\e[1m", text);

    public string Dim(string text) => Paint("\e[2m", text);

    public string Red(string text) => Paint("\e[31m", text);

    public string OfModule(int index, string text) => Paint(ModuleColors[index % ModuleColors.Length], text);

    private string Paint(string color, string text) => isColored ? color + text + Reset : text;
}
