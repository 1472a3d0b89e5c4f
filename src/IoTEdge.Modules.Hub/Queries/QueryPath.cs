using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Queries;

/// <summary>The way to a member of a document, such as <c>properties.reported.firmware</c> or <c>tags['line']</c>.</summary>
internal sealed class QueryPath(IReadOnlyList<string> names)
{
    /// <summary>The last name: what a projection calls the value when it is given no other name.</summary>
    public string Name => names[^1];

    public QueryValue Read(JsonObject document)
    {
        JsonNode? node = document;
        foreach (var name in names)
        {
            if (node is not JsonObject json || !json.TryGetPropertyValue(name, out node))
                return QueryValue.Undefined;
        }

        return QueryValue.Of(node);
    }
}
