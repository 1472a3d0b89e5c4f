using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IoTEdge.Modules.Generators;

/// <summary>Binds the attributed members of each class that derives from <c>EdgeModuleBase</c>, so that nothing is reflected on at run time.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EdgeModuleGenerator : IIncrementalGenerator
{
    /// <summary>The step that makes models, for tests of the cache.</summary>
    public const string ModelStep = "ModuleModels";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (syntax, cancellationToken) => ModuleParser.Parse(syntax, cancellationToken))
            .Where(static model => model is not null)
            .WithTrackingName(ModelStep);

        context.RegisterSourceOutput(models, static (output, model) =>
        {
            foreach (var problem in model!.Problems) output.ReportDiagnostic(problem.ToDiagnostic());
            if (model.Problems.Count == 0) output.AddSource(model.HintName, ModuleEmitter.Emit(model));
        });
    }
}
