using System.Buffers;

namespace IoTEdge.Modules.Protocol;

/// <summary>The rule for device and module ids (protocol section 0.1): 1 to 128 characters of a fixed ASCII set.</summary>
internal static class IdentityName
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-:.+%_#*?!(),=@;$'");

    /// <summary>Tells whether <paramref name="id"/> may be a device or module id.</summary>
    /// <param name="id">The id; may be empty.</param>
    public static bool IsValid(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= MaxLength && !id.ContainsAnyExcept(Allowed);

    /// <summary>Returns <paramref name="id"/> when it is valid.</summary>
    /// <param name="id">The id to check.</param>
    /// <param name="subject">What it is, for the error: <c>device id</c> or <c>module id</c>.</param>
    /// <exception cref="ProtocolException">The id is empty, too long, or has a character outside the set.</exception>
    public static string Require(string? id, string subject)
    {
        if (string.IsNullOrEmpty(id))
            throw new ProtocolException(subject, "it is empty; 1 to 128 characters are needed.");
        if (id.Length > MaxLength)
            throw new ProtocolException(subject, $"it has {id.Length} characters; at most {MaxLength} are allowed.");
        var position = id.AsSpan().IndexOfAnyExcept(Allowed);
        if (position >= 0)
            throw new ProtocolException(subject, $"character U+{(int)id[position]:X4} is not allowed; use letters, digits and - : . + % _ # * ? ! ( ) , = @ ; $ '.", position);
        return id;
    }
}
