using System.Globalization;
using System.Text;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>What IoT Hub refuses in desired properties (protocol section 6.3): found here, it is found before anything starts.</summary>
internal sealed class TwinLimits(ProblemList problems)
{
    private const int MaxDepth = 10;
    private const int MaxNameBytes = 1024;
    private const int MaxTextBytes = 4096;
    private const int MaxSizeBytes = 32 * 1024;
    private const long MaxInteger = (1L << 52) - 1;

    public void Check(JsonNodeAt desired)
    {
        var size = CheckMembers(desired, 1);
        if (size > MaxSizeBytes)
            problems.Error(desired, $"The desired properties are {size} bytes long.", $"A twin takes {MaxSizeBytes} bytes; keep large data elsewhere.");
    }

    private int CheckMembers(JsonNodeAt node, int depth)
    {
        var size = 0;
        foreach (var (name, value) in node.Members)
        {
            CheckName(name, value);
            size += Encoding.UTF8.GetByteCount(name) + CheckValue(value, depth);
        }

        foreach (var element in node.Elements)
        {
            if (element.Kind == JsonValueKind.Null)
                problems.Error(element, "An array in a twin cannot hold null.", "Remove the element.");
            size += CheckValue(element, depth);
        }

        return size;
    }

    private void CheckName(string name, JsonNodeAt value)
    {
        if (name.Length == 0 || name.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '.' or '$' or '#'))
            problems.Error(value, $"'{name}' cannot be the name of a twin property.", "Use a name without blanks, '.', '$' and '#'.");
        else if (Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
            problems.Error(value, $"The name of a twin property is {Encoding.UTF8.GetByteCount(name)} bytes long.", $"Use at most {MaxNameBytes} bytes.");
    }

    private int CheckValue(JsonNodeAt value, int depth)
    {
        switch (value.Kind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth > MaxDepth:
                problems.Error(value, $"The twin is nested deeper than {MaxDepth} levels.", "Flatten it.");
                return 0;
            case JsonValueKind.Object or JsonValueKind.Array:
                return CheckMembers(value, depth + 1);
            case JsonValueKind.String:
                var bytes = Encoding.UTF8.GetByteCount(value.Text);
                if (bytes > MaxTextBytes) problems.Error(value, $"The text is {bytes} bytes long.", $"A text in a twin takes {MaxTextBytes} bytes.");
                return bytes;
            case JsonValueKind.Number:
                if (IsInteger(value.Text) && (!long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number is > MaxInteger or < -MaxInteger - 1))
                    problems.Error(value, $"{value} is out of the bounds of a twin.", $"Use a whole number from {-MaxInteger - 1} to {MaxInteger}, or a text.");
                return 8;
            default:
                return 4;
        }
    }

    private static bool IsInteger(string digits) => digits.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
}
