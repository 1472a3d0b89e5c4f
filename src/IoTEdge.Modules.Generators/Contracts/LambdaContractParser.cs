using IoTEdge.Modules.Generators.Schemas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace IoTEdge.Modules.Generators.Contracts;

/// <summary>Finds what modules that are lambdas offer: <c>module.OnInput&lt;Reading&gt;("readings", ...)</c>. A name that is no constant is not known before the program runs.</summary>
internal static class LambdaContractParser
{
    public static bool MayBe(SyntaxNode node) => node is InvocationExpressionSyntax
    {
        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "OnInput" or "OnMethod" or "AddOutput" or "AddDesired" or "AddReported" },
    };

    /// <summary>The part; null where the call is another.</summary>
    public static LambdaContract? Parse(GeneratorSyntaxContext syntax, CancellationToken cancellationToken)
    {
        if (syntax.SemanticModel.GetOperation(syntax.Node, cancellationToken) is not IInvocationOperation call || !call.TargetMethod.ContainingType.Is(KnownNames.ModuleBuilder)) return null;
        return Part(call) is { } part ? new LambdaContract(Key(syntax, cancellationToken), part) : null;
    }

    private static ContractPart? Part(IInvocationOperation call)
    {
        var name = Argument(call, "name")?.ConstantValue.Value as string;
        var payload = TypeArgument(call, "T");
        return call.TargetMethod.Name switch
        {
            "AddDesired" => ContractPart.Twin(ContractPart.Desired, SchemaReader.Read(payload)!),
            "AddReported" => ContractPart.Twin(ContractPart.Reported, SchemaReader.Read(payload)!),
            "OnInput" when name is not null => ContractPart.Input(name, payload.Is(KnownNames.EdgeMessage) ? null : SchemaReader.Read(payload)),
            "AddOutput" when name is not null => ContractPart.Output(name, SchemaReader.Read(payload), Says(Argument(call, "policy"), "Durable")),
            "OnMethod" when name is not null => ContractPart.Method(name, SchemaReader.Read(TypeArgument(call, "TRequest")), Response(TypeArgument(call, "TResponse")), Says(Argument(call, "policy"), "LargePayloads")),
            _ => null,
        };
    }

    private static SchemaModel? Response(ITypeSymbol? type) => type.Is(KnownNames.MethodResult) ? ContractPart.Anything : SchemaReader.Read(type);

    private static IOperation? Argument(IInvocationOperation call, string parameter) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    private static ITypeSymbol? TypeArgument(IInvocationOperation call, string parameter)
    {
        var index = call.TargetMethod.TypeParameters.ToList().FindIndex(type => type.Name == parameter);
        return index < 0 ? null : call.TargetMethod.TypeArguments[index];
    }

    // new MethodPolicy { LargePayloads = true }
    private static bool Says(IOperation? policy, string property) => policy is IObjectCreationOperation { Initializer: { } initializer }
        && initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Any(assignment => assignment is { Target: IPropertyReferenceOperation { Property: { } set }, Value.ConstantValue.Value: true } && set.Name == property);

    // builder.AddEdgeModule("press", module => module.OnInput(...))
    private static string? Key(GeneratorSyntaxContext syntax, CancellationToken cancellationToken)
    {
        var registration = syntax.Node.Ancestors().OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call => call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AddEdgeModule" }, ArgumentList.Arguments.Count: > 1 });
        return registration is null ? null : syntax.SemanticModel.GetConstantValue(registration.ArgumentList.Arguments[0].Expression, cancellationToken).Value as string;
    }
}
