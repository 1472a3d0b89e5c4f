using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Contracts;

/// <summary>What a module class offers.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Type">Its full name.</param>
/// <param name="IsModule">Whether it is a module by itself, and not only the base of others.</param>
/// <param name="BaseTypes">The full names of its base classes, the nearest first; it offers what they do.</param>
/// <param name="Parts">What it declares itself.</param>
internal sealed record ContractModel(string Name, string Type, bool IsModule, EquatableArray<string> BaseTypes, EquatableArray<ContractPart> Parts);

/// <summary>What a module that is put together from lambdas offers.</summary>
/// <param name="Key">The module's key; null where it has none.</param>
/// <param name="Part">One thing that it offers.</param>
internal sealed record LambdaContract(string? Key, ContractPart Part);
