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
    }
}
