namespace IoTEdge.Modules.Docs.Tests.Markdown;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page's path, from the repository's root.</param>
/// <param name="Line">The line of its first fence.</param>
/// <param name="Language">What stands behind the first fence.</param>
/// <param name="Snippet">The name in the comment above it, if there is one.</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string? Snippet, string Text)
{
    public override string ToString() => $"{Page}:{Line}";
}
