namespace IoTEdge.Modules.Generators.Models;

/// <summary>The desired properties of a module.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Rules">The data annotations to check.</param>
internal sealed record DesiredModel(string Type, EquatableArray<DesiredRule> Rules);

/// <summary>One data annotation of a desired property.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="JsonName">Its name in the twin.</param>
/// <param name="Attribute">The expression that makes the attribute.</param>
internal sealed record DesiredRule(string Property, string JsonName, string Attribute);
