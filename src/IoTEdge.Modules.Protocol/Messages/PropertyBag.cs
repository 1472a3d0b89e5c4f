using System.Collections;
using System.Text;

namespace IoTEdge.Modules.Protocol.Messages;

/// <summary>
/// The properties of a message in the order and with the keys of the wire (protocol section 1.2.1): <c>key=value&amp;key&amp;key=</c>,
/// percent-encoded; a key alone has the value <see langword="null"/>. Keys are compared ordinally and occur once.
/// </summary>
public sealed class PropertyBag : IReadOnlyCollection<KeyValuePair<string, string?>>
{
    private const string Subject = "property segment";

    // Up to here a walk is faster than a dictionary, and most messages have fewer.
    private const int IndexFrom = 16;
    private readonly List<KeyValuePair<string, string?>> _pairs;
    private Dictionary<string, int>? _index;

    /// <summary>Creates an empty bag.</summary>
    public PropertyBag() => _pairs = [];

    /// <summary>Copies a bag.</summary>
    /// <param name="other">The bag to copy.</param>
    public PropertyBag(PropertyBag other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _pairs = [.. other._pairs];
    }

    /// <inheritdoc/>
    public int Count => _pairs.Count;

    /// <summary>Gets a value, or <see langword="null"/> where it is absent or null; sets or replaces one.</summary>
    /// <param name="key">The key, not empty.</param>
    public string? this[string key]
    {
        get => TryGetValue(key, out var value) ? value : null;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var position = Find(key);
            if (position >= 0) _pairs[position] = new(key, value);
            else Append(key, value);
        }
    }

    /// <summary>Reads a property segment; an empty one has no properties.</summary>
    /// <param name="segment">The encoded segment, without slashes.</param>
    /// <exception cref="ProtocolException">A key is empty or occurs twice, a value has a bare <c>=</c>, or the encoding is broken.</exception>
    public static PropertyBag Parse(ReadOnlySpan<char> segment)
    {
        var bag = new PropertyBag();
        if (segment.IsEmpty) return bag;
        foreach (var range in segment.Split('&'))
        {
            var pair = segment[range];
            var start = range.Start.Value;
            var equals = pair.IndexOf('=');
            var key = PercentEncoding.Decode(equals < 0 ? pair : pair[..equals], Subject, start);
            if (key.Length == 0) throw new ProtocolException(Subject, "a property has no name.", start);
            if (equals >= 0 && pair[(equals + 1)..].Contains('='))
                throw new ProtocolException(Subject, "a value contains '='; encode it as %3D.", start);
            if (bag.Find(key) >= 0) throw new ProtocolException(Subject, "a property occurs twice.", start);
            bag.Append(key, equals < 0 ? null : PercentEncoding.Decode(pair[(equals + 1)..], Subject, start + equals + 1));
        }

        return bag;
    }

    /// <summary>Gets a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, which may be <see langword="null"/>.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryGetValue(string key, out string? value)
    {
        var position = Find(key);
        value = position < 0 ? null : _pairs[position].Value;
        return position >= 0;
    }

    /// <summary>Removes a property.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string key)
    {
        var position = Find(key);
        if (position < 0) return false;
        _pairs.RemoveAt(position);
        _index = null;
        return true;
    }

    /// <summary>The bag as a property segment, every reserved character encoded; <c>$</c> travels as <c>%24</c>.</summary>
    public string Format()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    /// <summary>Appends the bag as a property segment.</summary>
    /// <param name="text">Where to.</param>
    public void AppendTo(StringBuilder text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isFirst = true;
        foreach (var (key, value) in _pairs)
        {
            if (!isFirst) text.Append('&');
            isFirst = false;
            text.Append(Uri.EscapeDataString(key));
            if (value is not null) text.Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Append(string key, string? value)
    {
        _pairs.Add(new(key, value));
        _index?.Add(key, _pairs.Count - 1);
    }

    private int Find(string key)
    {
        if (_pairs.Count >= IndexFrom) return Index().GetValueOrDefault(key, -1);
        for (var i = 0; i < _pairs.Count; i++)
        {
            if (string.Equals(_pairs[i].Key, key, StringComparison.Ordinal)) return i;
        }

        return -1;
    }

    private Dictionary<string, int> Index()
    {
        if (_index is not null) return _index;
        _index = new Dictionary<string, int>(_pairs.Count * 2, StringComparer.Ordinal);
        for (var i = 0; i < _pairs.Count; i++) _index.Add(_pairs[i].Key, i);
        return _index;
    }
}
