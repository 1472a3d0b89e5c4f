using System.Text.RegularExpressions;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Takes out of a module's text what would color, move or ring the user's terminal.</summary>
internal static partial class TerminalText
{
    public static string Clean(string text) =>
        text.Any(char.IsControl) ? string.Concat(Sequence().Replace(text, "").Where(character => character == '\t' || !char.IsControl(character))) : text;

    // A control sequence (ECMA-48): escape, bracket, parameters, and the letter that ends it.
    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]")]
    private static partial Regex Sequence();
}
