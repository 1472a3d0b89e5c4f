using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Finds members that stand twice in one object: JSON readers keep one of them, and not all the same one.</summary>
internal static class DuplicateCheck
{
    public static void Everywhere(JsonNodeAt node, ProblemList problems)
    {
        Within(node, StringComparer.Ordinal, problems, "Keep one of the two.");
        foreach (var (_, value) in node.Members) Everywhere(value, problems);
        foreach (var element in node.Elements) Everywhere(element, problems);
    }

    /// <summary>Names that differ in case only: distinct for JSON, one name for a file system, a route or a reader.</summary>
    public static void InAnyCase(JsonNodeAt node, string noun, ProblemList problems)
    {
        var exact = new HashSet<string>(StringComparer.Ordinal);
        var distinct = new JsonNodeAt(node.Path, node.Line, node.Kind);
        foreach (var member in node.Members)
            if (exact.Add(member.Name)) distinct.Members.Add(member);
        Within(distinct, StringComparer.OrdinalIgnoreCase, problems, $"Give each {noun} a name of its own.");
    }

    private static void Within(JsonNodeAt node, StringComparer comparer, ProblemList problems, string remedy)
    {
        var seen = new Dictionary<string, (string Name, int Line)>(comparer);
        foreach (var (name, value) in node.Members)
        {
            if (seen.TryGetValue(name, out var first))
                problems.Error(value, $"'{name}' is here a second time: '{first.Name}' stands on line {first.Line}.", remedy);
            else
                seen.Add(name, (name, value.Line));
        }
    }
}
