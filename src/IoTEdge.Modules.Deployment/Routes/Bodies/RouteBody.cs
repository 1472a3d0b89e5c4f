using System.Buffers;
using System.Text;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>A body that conditions look into: read once, and only where one asks. Its memory is given back when it is disposed.</summary>
internal sealed class RouteBody : IDisposable
{
    private readonly BodyEntryList _entries = new();
    private char[] _text;

    private RouteBody(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        _text = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
        var length = encoding.GetChars(bytes, _text);
        IsReadable = BodyReader.TryRead(_text.AsSpan(0, length), _entries);
    }

    /// <summary>Whether the body is an object.</summary>
    public bool IsReadable { get; }

    /// <summary>Reads a body; null where its content type or encoding is not one that a route looks into (protocol section 7.4).</summary>
    public static RouteBody? TryRead(ReadOnlySpan<byte> bytes, string? contentType, string? contentEncoding) =>
        string.Equals(contentType, "application/json", StringComparison.OrdinalIgnoreCase) && Find(contentEncoding) is { } encoding
            ? new RouteBody(bytes, encoding)
            : null;

    public ConditionValue Select(BodyPath path)
    {
        if (!IsReadable || path.Steps is null) return ConditionValue.Undefined;
        var selection = new BodySelection(_text, _entries);
        selection.Follow(0, path.Steps);
        return selection.Value;
    }

    /// <summary>What the document has at a path; null where that is nothing, or more than one value.</summary>
    public BodyNodeKind? FindKind(BodyPath path)
    {
        if (!IsReadable || path.Steps is null) return null;
        var selection = new BodySelection(_text, _entries);
        selection.Follow(0, path.Steps);
        return selection.Kind;
    }

    public void Dispose()
    {
        _entries.Dispose();
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
    }

    private static Encoding? Find(string? name) =>
        Is(name, "utf-8") ? Encoding.UTF8
        : Is(name, "utf-16") ? Encoding.Unicode
        : Is(name, "utf-32") ? Encoding.UTF32
        : null;

    private static bool Is(string? name, string encoding) => string.Equals(name, encoding, StringComparison.OrdinalIgnoreCase);
}
