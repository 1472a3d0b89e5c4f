using System.Collections;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules;

/// <summary>
/// The application properties of a message: names and values of any text; a value may be <see langword="null"/>. Names are
/// compared ordinally. Routes see them as strings.
/// </summary>
public sealed class MessageProperties : IEnumerable<KeyValuePair<string, string?>>
{
    private const string SystemPrefix = "$.";
    private readonly PropertyBag _bag;

    internal MessageProperties(PropertyBag bag) => _bag = bag;

    /// <summary>Gets a value, or <see langword="null"/> where it is absent or null; sets or replaces one.</summary>
    /// <param name="name">The name, not empty; names that begin with <c>$.</c> belong to the protocol.</param>
    /// <exception cref="ArgumentException">The name is empty or begins with <c>$.</c>.</exception>
    public string? this[string name]
    {
        get => TryGetValue(name, out var value) ? value : null;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            if (name.StartsWith(SystemPrefix, StringComparison.Ordinal))
                throw new ArgumentException($"'{name}' is a system property; set it by the property of the message that is named for it.", nameof(name));
            _bag[name] = value;
        }
    }

    /// <summary>Gets a value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value, which may be <see langword="null"/>.</param>
    /// <returns>Whether the property is there.</returns>
    public bool TryGetValue(string name, out string? value)
    {
        value = null;
        return !string.IsNullOrEmpty(name) && !name.StartsWith(SystemPrefix, StringComparison.Ordinal) && _bag.TryGetValue(name, out value);
    }

    /// <summary>Removes a property.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string name) =>
        !string.IsNullOrEmpty(name) && !name.StartsWith(SystemPrefix, StringComparison.Ordinal) && _bag.Remove(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator()
    {
        foreach (var pair in _bag)
        {
            if (!pair.Key.StartsWith(SystemPrefix, StringComparison.Ordinal)) yield return pair;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
