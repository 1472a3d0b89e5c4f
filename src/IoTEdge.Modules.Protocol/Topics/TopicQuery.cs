using System.Globalization;

namespace IoTEdge.Modules.Protocol.Topics;

/// <summary>The query at the end of a <c>$iothub</c> topic: <c>?$rid=7&amp;$version=3</c>, in any order, unknown keys ignored.</summary>
internal readonly ref struct TopicQuery
{
    private readonly ReadOnlySpan<char> _text;

    private TopicQuery(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Takes the last segment of a topic as a query; one without <c>?</c> is empty.</summary>
    public static TopicQuery Of(ReadOnlySpan<char> segment) => new(segment.StartsWith('?') ? segment[1..] : default);

    /// <summary>The value of <paramref name="key"/> as it stands, or <see langword="null"/> where it is absent or empty.</summary>
    public string? Find(ReadOnlySpan<char> key)
    {
        foreach (var range in _text.Split('&'))
        {
            var pair = _text[range];
            if (pair.Length > key.Length + 1 && pair.StartsWith(key) && pair[key.Length] == '=') return pair[(key.Length + 1)..].ToString();
        }

        return null;
    }

    /// <summary>The value of <paramref name="key"/> as a number, or <see langword="null"/> where it is absent or none.</summary>
    public long? FindNumber(ReadOnlySpan<char> key) =>
        long.TryParse(Find(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
