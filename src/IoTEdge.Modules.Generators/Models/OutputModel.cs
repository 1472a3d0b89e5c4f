using IoTEdge.Modules.Generators.Contracts;

namespace IoTEdge.Modules.Generators.Models;

/// <summary>An output property.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Modifiers">Its modifiers, <c>partial</c> included.</param>
/// <param name="PayloadType">The payload's type.</param>
/// <param name="Policy">The initializer of its policy, or null for the defaults.</param>
/// <param name="Contract">What the contract file tells.</param>
internal sealed record OutputModel(string Name, string Property, string Modifiers, string PayloadType, string? Policy, ContractPart Contract);
