namespace IoTEdge.Modules.Hub.Queries;

/// <summary>What a token of a query is.</summary>
internal enum QueryTokenKind
{
    End,
    Name,
    Text,
    Number,
    Symbol,
}
