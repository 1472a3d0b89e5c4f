using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Queries;

/// <summary>A value in a query: of JSON, or undefined because a document has no such member.</summary>
internal readonly struct QueryValue
{
    private readonly JsonNode? _node;

    private QueryValue(JsonNode? node)
    {
        _node = node;
        IsDefined = true;
    }

    public static QueryValue Undefined => default;

    public bool IsDefined { get; }

    public JsonNode? Node => _node;

    public JsonValueKind Kind => !IsDefined ? JsonValueKind.Undefined : _node?.GetValueKind() ?? JsonValueKind.Null;

    public string? Text => Kind == JsonValueKind.String ? _node!.GetValue<string>() : null;

    private bool? Boolean => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private double? Number => Kind == JsonValueKind.Number ? double.Parse(_node!.ToJsonString(), CultureInfo.InvariantCulture) : null;

    public static QueryValue Of(JsonNode? node) => new(node);

    /// <summary>Compares two values: null when they cannot be compared, because one is undefined or they are of different kinds.</summary>
    public static int? Compare(QueryValue left, QueryValue right)
    {
        if (left.Text is { } leftText && right.Text is { } rightText)
            return string.CompareOrdinal(leftText, rightText);
        if (left.Number is { } leftNumber && right.Number is { } rightNumber)
            return leftNumber.CompareTo(rightNumber);
        if (left.Boolean is { } leftBoolean && right.Boolean is { } rightBoolean)
            return leftBoolean.CompareTo(rightBoolean);
        return left.Kind == JsonValueKind.Null && right.Kind == JsonValueKind.Null ? 0 : null;
    }
}
