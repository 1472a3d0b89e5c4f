using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace IoTEdge.Modules.Generators.Models;

/// <summary>A diagnostic, held by values only so that it can be compared.</summary>
internal sealed record ProblemModel(string Id, string FilePath, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static ProblemModel Create(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) =>
        new(descriptor.Id, location?.SourceTree?.FilePath ?? "", location?.SourceSpan ?? default, location?.GetLineSpan().Span ?? default, new(arguments));

    public Diagnostic ToDiagnostic()
    {
        var location = FilePath.Length == 0 ? Location.None : Location.Create(FilePath, Span, Lines);
        return Diagnostic.Create(Rules.ById[Id], location, [.. Arguments]);
    }
}
