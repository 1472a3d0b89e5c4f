namespace IoTEdge.Modules.Docs.Tests.Markdown;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page's path, from the repository's root.</param>
/// <param name="Line">The line of its first fence.</param>
/// <param name="Language">What stands behind the first fence.</param>
/// <param name="Mark">What the comment above it says, if there is one: <c>snippet: name</c>, <c>flagged</c>, <c>fixed</c>, <c>published</c>.</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string? Mark, string Text)
{
    private const string SnippetMark = "snippet: ";

    /// <summary>The region that the block shows.</summary>
    public string? Snippet => Mark?.StartsWith(SnippetMark, StringComparison.Ordinal) == true ? Mark[SnippetMark.Length..] : null;

    public override string ToString() => $"{Page}:{Line}";
}
