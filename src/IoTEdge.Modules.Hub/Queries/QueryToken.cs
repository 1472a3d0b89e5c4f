namespace IoTEdge.Modules.Hub.Queries;

/// <summary>A token of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a string what it stands for.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, int Position)
{
    public bool Is(string word) => Kind switch
    {
        QueryTokenKind.Name => Text.Equals(word, StringComparison.OrdinalIgnoreCase),
        QueryTokenKind.Symbol => Text == word,
        _ => false,
    };
}
