using IoTEdge.Modules.Generators.Contracts;
using IoTEdge.Modules.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IoTEdge.Modules.Generators;

/// <summary>Binds the attributed members of each class that derives from <c>EdgeModuleBase</c>, so that nothing is reflected on at run time.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EdgeModuleGenerator : IIncrementalGenerator
{
    /// <summary>The step that makes models, for tests of the cache.</summary>
    public const string ModelStep = "ModuleModels";

    /// <summary>The step that finds the desired properties of lambda modules, for tests of the cache.</summary>
    public const string ValidationStep = "LambdaDesired";

    /// <summary>The step that puts the contract file together, for tests of the cache.</summary>
    public const string ContractStep = "ModuleContract";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (syntax, cancellationToken) => ModuleParser.Parse(syntax, cancellationToken))
            .Where(static model => model is not null)
            .WithTrackingName(ModelStep);

        var lambdaTypes = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => LambdaDesiredParser.MayBe(node), static (syntax, cancellationToken) => LambdaDesiredParser.Parse(syntax, cancellationToken))
            .Where(static desired => desired is not null)
            .Collect()
            .Select(static (found, _) => new EquatableArray<DesiredModel>(found.OfType<DesiredModel>().Distinct().OrderBy(desired => desired.Type, StringComparer.Ordinal)))
            .WithTrackingName(ValidationStep);

        context.RegisterSourceOutput(lambdaTypes, static (output, types) =>
        {
            if (types.Count > 0) output.AddSource("DesiredValidation.g.cs", ValidationEmitter.EmitRegistration(types));
        });

        context.RegisterSourceOutput(models, static (output, model) =>
        {
            foreach (var problem in model!.Problems) output.ReportDiagnostic(problem.ToDiagnostic());
            if (model.Problems.Count == 0) output.AddSource(model.HintName, ModuleEmitter.Emit(model));
        });

        RegisterContract(context, models);
    }

    private static void RegisterContract(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ModuleModel?> models)
    {
        var classes = models.Where(static model => model!.Problems.Count == 0).Select(static (model, _) => model!.Contract).Collect();
        var lambdas = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => LambdaContractParser.MayBe(node), static (syntax, cancellationToken) => LambdaContractParser.Parse(syntax, cancellationToken))
            .Where(static lambda => lambda is not null)
            .Select(static (lambda, _) => lambda!)
            .Collect();
        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");
        var document = assembly.Combine(classes).Combine(lambdas)
            .Select(static (found, _) => ContractDocument.Create(found.Left.Left, found.Left.Right, found.Right))
            .WithTrackingName(ContractStep);
        context.RegisterSourceOutput(document, static (output, contract) =>
        {
            if (contract is not null) output.AddSource(ContractEmitter.HintName, ContractEmitter.Emit(contract));
        });
    }
}
