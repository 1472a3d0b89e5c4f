using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>Defaults of members: a member that has one may be absent.</summary>
internal static class Initializers
{
    public static bool Has(ISymbol member) => member.DeclaringSyntaxReferences
        .Any(reference => reference.GetSyntax() is PropertyDeclarationSyntax { Initializer: not null } or VariableDeclaratorSyntax { Initializer: not null });
}
