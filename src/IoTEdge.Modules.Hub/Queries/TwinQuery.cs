using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Queries;

/// <summary>
/// A question about twins, in the part of IoT Hub's query language that a hub of one device has use for:
/// <c>SELECT * | path [AS name], … | COUNT() [AS name] FROM devices | devices.modules [WHERE condition]</c>.
/// </summary>
/// <remarks>
/// Conditions have <c>= != &lt;&gt; &lt; &lt;= &gt; &gt;=</c>, <c>IN [...]</c>, <c>NIN [...]</c>, <c>AND</c>, <c>OR</c>, <c>NOT</c>, parentheses, and the functions
/// <c>IS_DEFINED, IS_NULL, IS_BOOL, IS_NUMBER, IS_STRING, IS_OBJECT, IS_ARRAY, STARTS_WITH, ENDS_WITH, CONTAINS</c>. What compares with a member that a
/// twin does not have is neither true nor false, and does not match.
/// </remarks>
public sealed class TwinQuery
{
    private readonly IReadOnlyList<(QueryPath Path, string Name)> _projection;
    private readonly Func<JsonObject, bool?> _condition;
    private readonly string? _count;

    internal TwinQuery(QuerySource source, IReadOnlyList<(QueryPath Path, string Name)> projection, string? count, Func<JsonObject, bool?> condition)
    {
        Source = source;
        _projection = projection;
        _count = count;
        _condition = condition;
    }

    /// <summary>What the query looks through.</summary>
    public QuerySource Source { get; }

    /// <summary>Whether the answer is whole twins, and not members or a number.</summary>
    public bool GivesTwins => _projection.Count == 0 && _count is null;

    /// <summary>Reads a query.</summary>
    /// <param name="query">Its text, at most 8,192 characters.</param>
    /// <exception cref="Protocol.ProtocolException">It is no query of this language; the error tells where.</exception>
    public static TwinQuery Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new QueryParser(QueryLexer.Read(query)).Parse();
    }

    /// <summary>Answers the query.</summary>
    /// <param name="twins">The twins of the source as a service sees them; not changed.</param>
    /// <returns>A line each.</returns>
    public IEnumerable<JsonObject> Run(IEnumerable<JsonObject> twins)
    {
        var matches = twins.Where(twin => _condition(twin) == true);
        if (_count is not null)
            return [new JsonObject { [_count] = matches.Count() }];
        return _projection.Count == 0 ? matches : matches.Select(Project);
    }

    private JsonObject Project(JsonObject twin)
    {
        var line = new JsonObject();
        foreach (var (path, name) in _projection)
        {
            if (path.Read(twin) is { IsDefined: true } value)
                line[name] = value.Node?.DeepClone();
        }

        return line;
    }
}
