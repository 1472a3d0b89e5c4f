using IoTEdge.Modules.Generators.Contracts;

namespace IoTEdge.Modules.Generators.Models;

/// <summary>Everything that the emitter needs to know of one module class.</summary>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Types">The declarations from the outermost type to the module, for example <c>partial class Filter</c>.</param>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Desired">The desired properties, or null.</param>
/// <param name="ReportedType">The type of the reported properties, or null.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Methods">The direct methods.</param>
/// <param name="Contract">What the contract file tells.</param>
/// <param name="Problems">What is wrong with the class.</param>
internal sealed record ModuleModel(
    string Namespace,
    EquatableArray<string> Types,
    string HintName,
    DesiredModel? Desired,
    string? ReportedType,
    EquatableArray<InputModel> Inputs,
    EquatableArray<OutputModel> Outputs,
    EquatableArray<MethodModel> Methods,
    ContractModel Contract,
    EquatableArray<ProblemModel> Problems);
