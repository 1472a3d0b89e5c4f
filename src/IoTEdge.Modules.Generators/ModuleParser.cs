using IoTEdge.Modules.Generators.Contracts;
using IoTEdge.Modules.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IoTEdge.Modules.Generators;

/// <summary>Reads a module class.</summary>
internal static class ModuleParser
{
    /// <summary>Reads the class, or answers null where it is no module, or has nothing to bind.</summary>
    public static ModuleModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        var declaration = (ClassDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(declaration, cancellationToken) is not { } type) return null;
        if (!IsFirstWithBases(type, declaration, cancellationToken) || ModuleBases(type) is not { } bases) return null;

        var problems = new List<ProblemModel>();
        var inputs = new List<InputModel>();
        var outputs = new List<OutputModel>();
        var methods = new List<MethodModel>();
        foreach (var member in type.GetMembers())
        {
            foreach (var attribute in member.GetAttributes())
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(InputParser.Parse(member, attribute, problems), inputs);
                Add(OutputParser.Parse(member, attribute, problems), outputs);
                Add(MethodParser.Parse(member, attribute, problems), methods);
            }
        }

        CheckNames(type, problems, "input", inputs.Select(input => input.Name));
        CheckNames(type, problems, "output", outputs.Select(output => output.Name));
        CheckNames(type, problems, "direct method", methods.Select(method => method.Name));
        var desired = bases.Desired is null ? null : DesiredParser.Parse(bases.Desired);
        if (inputs.Count + outputs.Count + methods.Count + problems.Count == 0 && desired is null) return null;
        if (!IsPartial(type, cancellationToken)) problems.Add(ProblemModel.Create(Rules.NotPartial, declaration.Identifier.GetLocation(), type.Name));
        return new ModuleModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            new(Declarations(type)),
            $"{type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat).Replace('<', '{').Replace('>', '}')}.g.cs",
            desired,
            bases.Reported?.ToFullName(),
            new(inputs),
            new(outputs),
            new(methods),
            ContractParser.Parse(type, bases.Desired, bases.Reported, [.. inputs.Select(input => input.Contract), .. outputs.Select(output => output.Contract), .. methods.Select(method => method.Contract)]),
            new(problems));
    }

    // A partial class may name its base in several files; one of them speaks for all.
    private static bool IsFirstWithBases(INamedTypeSymbol type, ClassDeclarationSyntax declaration, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<ClassDeclarationSyntax>()
            .First(syntax => syntax.BaseList is not null) == declaration;

    private static (ITypeSymbol? Desired, ITypeSymbol? Reported)? ModuleBases(INamedTypeSymbol type)
    {
        ITypeSymbol? desired = null, reported = null;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.ContainingNamespace?.ToDisplayString() != KnownNames.ModuleNamespace || current.Name != KnownNames.ModuleBase) continue;
            if (current.TypeArguments.Length == 2) reported = current.TypeArguments[1];
            if (current.TypeArguments.Length >= 1) desired ??= current.TypeArguments[0];
            if (current.TypeArguments.Length == 0) return (desired, reported);
        }

        return null;
    }

    private static void Add<T>(T? model, List<T> models)
        where T : class
    {
        if (model is not null) models.Add(model);
    }

    private static void CheckNames(INamedTypeSymbol type, List<ProblemModel> problems, string what, IEnumerable<string> names)
    {
        foreach (var group in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase))
        {
            if (group.Count() > 1) problems.Add(ProblemModel.Create(Rules.DuplicateName, type.Locations[0], type.Name, what, group.Key));
            if (!IsName(group.Key)) problems.Add(ProblemModel.Create(Rules.BadName, type.Locations[0], group.Key, what));
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.');

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            var isPartial = current.DeclaringSyntaxReferences
                .Select(reference => reference.GetSyntax(cancellationToken))
                .OfType<TypeDeclarationSyntax>()
                .All(syntax => syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
            if (!isPartial) return false;
        }

        return true;
    }

    private static Stack<string> Declarations(INamedTypeSymbol type)
    {
        var chain = new Stack<string>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            var keyword = current switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            chain.Push($"partial {keyword} {current.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}");
        }

        return chain;
    }
}
