using IoTEdge.Modules.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators;

/// <summary>Reads an input handler.</summary>
internal static class InputParser
{
    public static InputModel? Parse(ISymbol member, AttributeData attribute, List<ProblemModel> problems)
    {
        if (attribute.NameIn(KnownNames.InputAttribute) is not { } name || member is not IMethodSymbol method) return null;
        var (isAwaited, result) = method.ReturnType.Unwrap();
        var problem = Check(method, result);
        string? payloadType = null;
        var arguments = new List<string>();
        var services = new List<ServiceModel>();
        foreach (var parameter in method.Parameters)
        {
            var isFirst = arguments.Count == 0;
            if (parameter.Type.Is(KnownNames.EdgeMessage)) arguments.Add("message");
            else if (parameter.Type.Is(KnownNames.CancellationToken)) arguments.Add("cancellationToken");
            else if (isFirst && parameter.Type.Is(KnownNames.RawBody)) arguments.Add("message.Body");
            else if (isFirst)
            {
                payloadType = parameter.Type.ToFullName();
                arguments.Add("payload");
            }
            else if (ServiceParameter.Parse(parameter) is { } service)
            {
                services.Add(service);
                arguments.Add(service.Resolve("message"));
            }
            else problem ??= $"only the first parameter can be the payload; '{parameter.Name}' must be an EdgeMessage, a CancellationToken or a service";
        }

        if (attribute.NamedArguments.Any(named => named is { Key: "MaxAttempts", Value.Value: < 0 })) problem ??= "MaxAttempts is negative; 0 means no limit";
        if (problem is not null)
        {
            problems.Add(ProblemModel.Create(Rules.InputSignature, method.Locations[0], method.Name, problem));
            return null;
        }

        return new InputModel(name, method.Name, payloadType, new(arguments), isAwaited, result is not null, PolicyInitializer.Of(attribute), new(services));
    }

    private static string? Check(IMethodSymbol method, ITypeSymbol? result)
    {
        if (method.IsGenericMethod) return "it must not have type parameters";
        if (method.Parameters.Any(parameter => parameter.RefKind != RefKind.None)) return "its parameters must not be passed by reference";
        if (method.Parameters.Length == 0) return "it has no parameter for the message";
        return result is null || result.Is(KnownNames.InputResult) ? null : $"it returns {result.ToDisplayString()}; return nothing or InputResult, or a task of either, and send results to an output";
    }
}
