namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>Digits, told by a plain loop: texts are short here, and the vectorized search allocates until it is compiled a second time.</summary>
internal static class BodyDigits
{
    /// <summary>How many digits a text begins with.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count])) count++;
        return count;
    }

    /// <summary>Whether a text is digits and nothing else; true of an empty one.</summary>
    public static bool AreAll(ReadOnlySpan<char> text) => Count(text) == text.Length;
}
