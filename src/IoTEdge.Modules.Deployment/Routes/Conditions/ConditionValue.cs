using System.Globalization;

namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>A value while a condition is evaluated. Passed by value, so that numbers and booleans cost no allocation.</summary>
internal readonly struct ConditionValue : IEquatable<ConditionValue>
{
    private ConditionValue(ValueKind kind, double number, string? text)
    {
        Kind = kind;
        Number = number;
        Text = text;
    }

    public static ConditionValue Undefined => default;

    public static ConditionValue Null => new(ValueKind.Null, 0, null);

    public static ConditionValue Missing => new(ValueKind.Missing, 0, null);

    public static ConditionValue True => new(ValueKind.Bool, 1, null);

    public static ConditionValue False => new(ValueKind.Bool, 0, null);

    public ValueKind Kind { get; }

    public double Number { get; }

    /// <summary>The text; null where a property has no value.</summary>
    public string? Text { get; }

    public bool IsDefined => Kind != ValueKind.Undefined;

    public bool IsTrue => Kind == ValueKind.Bool && Number != 0;

    public bool IsFalse => Kind == ValueKind.Bool && Number == 0;

    // The order of types (protocol section 11.1): bool, number, text, null.
    private int Rank => Kind == ValueKind.Missing ? (int)ValueKind.Null : (int)Kind;

    public static ConditionValue Of(bool value) => value ? True : False;

    public static ConditionValue Of(string? value) => new(ValueKind.Text, 0, value);

    /// <summary>A number of the body, which may be NaN.</summary>
    public static ConditionValue OfBody(double value) => new(ValueKind.Number, value, null);

    /// <summary>A number elsewhere: NaN counts as undefined there.</summary>
    public static ConditionValue Of(double value) => double.IsNaN(value) ? Undefined : OfBody(value);

    /// <summary>Orders two defined values: by type, then within it. NaN is equal to itself and before all numbers.</summary>
    public int CompareTo(in ConditionValue other)
    {
        if (Rank != other.Rank) return Rank.CompareTo(other.Rank);
        return Kind switch
        {
            ValueKind.Bool or ValueKind.Number => Number.CompareTo(other.Number),
            ValueKind.Text => string.CompareOrdinal(Text, other.Text),
            _ => 0,
        };
    }

    public bool Equals(ConditionValue other) => Kind == other.Kind && Number.Equals(other.Number) && Text == other.Text;

    public override bool Equals(object? obj) => obj is ConditionValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, Number, Text);

    /// <summary>The value as one would write it in a condition.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Bool => IsTrue ? "true" : "false",
        ValueKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Text => Text is null ? "no value" : $"'{Text}'",
        ValueKind.Null => "null",
        ValueKind.Missing => "missing",
        _ => "undefined",
    };
}
