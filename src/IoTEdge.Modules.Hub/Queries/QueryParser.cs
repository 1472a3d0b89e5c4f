using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Queries;

/// <summary>Reads a query from its tokens; conditions are <see cref="ConditionParser"/>'s.</summary>
internal sealed class QueryParser(List<QueryToken> tokens)
{
    private readonly QueryReader _reader = new(tokens);

    public TwinQuery Parse()
    {
        _reader.Require("SELECT");
        var (projection, count) = ReadSelection();
        _reader.Require("FROM");
        var source = ReadSource();
        Func<JsonObject, bool?> condition = _reader.TryTake("WHERE") ? new ConditionParser(_reader).Read() : static _ => true;
        if (_reader.Current.Kind != QueryTokenKind.End)
            throw _reader.Unexpected("the end");
        return new TwinQuery(source, projection, count, condition);
    }

    private (List<(QueryPath Path, string Name)> Projection, string? Count) ReadSelection()
    {
        var projection = new List<(QueryPath, string)>();
        if (_reader.TryTake("*"))
            return (projection, null);
        if (_reader.Current.Is("COUNT") && _reader.Next.Is("("))
        {
            _reader.Require("COUNT");
            _reader.Require("(");
            _reader.Require(")");
            return (projection, ReadAlias() ?? "count");
        }

        do
        {
            var path = _reader.ReadPath();
            projection.Add((path, ReadAlias() ?? path.Name));
        }
        while (_reader.TryTake(","));
        return (projection, null);
    }

    private string? ReadAlias() => _reader.TryTake("AS") ? _reader.ReadName() : null;

    private QuerySource ReadSource()
    {
        _reader.Require("devices");
        if (!_reader.TryTake("."))
            return QuerySource.Devices;
        _reader.Require("modules");
        return QuerySource.Modules;
    }
}
