using System.Globalization;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>Follows a path through the entries of a body.</summary>
internal ref struct BodySelection(ReadOnlySpan<char> text, BodyEntryList entries)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _found = -1;
    private bool _isUndefined;

    /// <summary>What was found: nothing is missing, more than one value, an object and a list are undefined.</summary>
    public readonly ConditionValue Value => _isUndefined ? ConditionValue.Undefined : _found < 0 ? ConditionValue.Missing : ValueOf(entries[_found]);

    public readonly BodyNodeKind? Kind => _isUndefined || _found < 0 ? null : entries[_found].Kind;

    public void Follow(int index, ReadOnlySpan<BodyStep> steps)
    {
        if (_isUndefined) return;
        if (steps.IsEmpty)
        {
            _isUndefined = _found >= 0;
            _found = index;
            return;
        }

        var step = steps[0];
        var kind = entries[index].Kind;
        if (step.IsMember && kind == BodyNodeKind.Object) FollowMember(index, step.Name, steps[1..]);
        if (!step.IsMember && kind == BodyNodeKind.Array) FollowElement(index, step.Index, steps[1..]);
    }

    private void FollowMember(int index, string? name, ReadOnlySpan<BodyStep> rest)
    {
        if (name is null)
        {
            foreach (var member in Members(index)) Follow(member, rest);
            return;
        }

        // Of two members of one name the last one counts.
        var last = -1;
        for (var member = index + 1; member < entries[index].Next; member = entries[member].Next)
            if (IsNamed(entries[member], name)) last = member;
        if (last >= 0) Follow(last, rest);
    }

    private void FollowElement(int index, int? number, ReadOnlySpan<BodyStep> rest)
    {
        // Json.NET throws here, and edgeHub makes undefined of it.
        _isUndefined |= number < 0;
        var position = 0;
        for (var element = index + 1; element < entries[index].Next; element = entries[element].Next)
            if (number is null || position++ == number) Follow(element, rest);
    }

    private readonly Dictionary<string, int>.ValueCollection Members(int index)
    {
        var members = new Dictionary<string, int>();
        for (var member = index + 1; member < entries[index].Next; member = entries[member].Next)
            members[NameOf(entries[member])] = member;
        return members.Values;
    }

    private readonly bool IsNamed(in BodyEntry entry, string name) =>
        entry.IsNameEscaped
            ? NameOf(entry) == name
            : _text.Slice(entry.NameStart, entry.NameLength).SequenceEqual(name);

    private readonly string NameOf(in BodyEntry entry)
    {
        var name = _text.Slice(entry.NameStart, entry.NameLength);
        return entry.IsNameEscaped ? BodyText.Unescape(name) : name.ToString();
    }

    private readonly ConditionValue ValueOf(in BodyEntry entry)
    {
        var text = _text.Slice(entry.Start, entry.Length);
        return entry.Kind switch
        {
            BodyNodeKind.True => ConditionValue.True,
            BodyNodeKind.False => ConditionValue.False,
            BodyNodeKind.Null => ConditionValue.Null,
            BodyNodeKind.Number => ConditionValue.OfBody(NumberOf(text)),
            BodyNodeKind.Text => TextOf(text, entry.IsEscaped),
            _ => ConditionValue.Undefined,
        };
    }

    private static double NumberOf(ReadOnlySpan<char> text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ when BodyNumber.TryParse(text, out var number) => number,
        _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' was read as a number.")),
    };

    private static ConditionValue TextOf(ReadOnlySpan<char> text, bool isEscaped)
    {
        var value = isEscaped ? BodyText.Unescape(text) : text.ToString();
        return BodyDate.IsDate(value) ? ConditionValue.Undefined : ConditionValue.Of(value);
    }
}
