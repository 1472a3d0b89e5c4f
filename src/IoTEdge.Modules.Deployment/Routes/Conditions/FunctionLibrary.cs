using System.Collections.Frozen;

namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>The functions of conditions, by name in any case (protocol section 7.4).</summary>
internal static class FunctionLibrary
{
    private static readonly FrozenDictionary<string, FunctionOverload[]> Functions =
        MathFunctions.All.Concat(TypeFunctions.All).Concat(TextFunctions.All)
            .GroupBy(function => function.Name, function => function.Overload)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Names => Functions.Keys.Order(StringComparer.Ordinal);

    /// <summary>The forms of a function, tried in order; null where there is no such function.</summary>
    public static FunctionOverload[]? Find(string name) => Functions.GetValueOrDefault(name);
}
