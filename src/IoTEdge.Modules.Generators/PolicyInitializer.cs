using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators;

/// <summary>Turns the named arguments of an attribute into the initializer of a policy.</summary>
internal static class PolicyInitializer
{
    // An attribute cannot hold a TimeSpan: the unit is at the end of the argument's name, and the policy's member is called without it.
    private static readonly string[] Units = ["Milliseconds", "Seconds"];

    /// <summary>The members, or null where the attribute names none.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="except">Arguments that are no member of the policy.</param>
    public static string? Of(AttributeData attribute, params string[] except)
    {
        var members = attribute.NamedArguments.Where(named => !except.Contains(named.Key)).Select(named => Member(named.Key, Value(named.Value))).ToList();
        return members.Count == 0 ? null : string.Join(", ", members);
    }

    private static string Value(TypedConstant value)
    {
        var text = value.ToCSharpString();
        return value.Kind == TypedConstantKind.Enum && char.IsLetter(text[0]) ? $"global::{text}" : text;
    }

    private static string Member(string name, string value)
    {
        var unit = Units.FirstOrDefault(unit => name.EndsWith(unit, StringComparison.Ordinal));
        return unit is null
            ? $"{name} = {value}"
            : $"{name.Substring(0, name.Length - unit.Length)} = global::System.TimeSpan.From{unit}({value})";
    }
}
