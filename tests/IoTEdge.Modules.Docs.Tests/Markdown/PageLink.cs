namespace IoTEdge.Modules.Docs.Tests.Markdown;

/// <summary>A link of a page.</summary>
internal sealed record PageLink(string Page, int Line, string Target)
{
    public bool IsRelative => !Target.Contains("://", StringComparison.Ordinal) && !Target.StartsWith("mailto:", StringComparison.Ordinal);

    public override string ToString() => $"{Page}:{Line} -> {Target}";
}
