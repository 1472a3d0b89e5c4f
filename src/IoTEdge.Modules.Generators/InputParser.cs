using IoTEdge.Modules.Generators.Contracts;
using IoTEdge.Modules.Generators.Models;
using IoTEdge.Modules.Generators.Schemas;
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
        var isBatched = attribute.NamedArguments.Any(named => named is { Key: "BatchSize", Value.Value: > 1 });
        var holder = isBatched ? "messages" : "message";
        ITypeSymbol? payload = null;
        var arguments = new List<string>();
        var services = new List<ServiceModel>();
        foreach (var parameter in method.Parameters)
        {
            var isFirst = arguments.Count == 0;
            var type = isBatched && parameter.Type.Is(KnownNames.ReadOnlyListOf, out var item) ? item : isBatched && isFirst ? null : parameter.Type;
            if (type is null)
            {
                problem ??= $"it has a BatchSize, so '{parameter.Name}' must be an IReadOnlyList of payloads or of EdgeMessage";
                break;
            }

            if (type.Is(KnownNames.EdgeMessage)) arguments.Add(holder);
            else if (type.Is(KnownNames.CancellationToken)) arguments.Add("cancellationToken");
            else if (isFirst && !isBatched && type.Is(KnownNames.RawBody)) arguments.Add("message.Body");
            else if (isFirst)
            {
                payload = type;
                arguments.Add(isBatched ? "payloads" : "payload");
            }
            else if (ServiceParameter.Parse(parameter) is { } service)
            {
                services.Add(service);
                arguments.Add(service.Resolve(isBatched ? "messages[0]" : "message"));
            }
            else problem ??= $"only the first parameter can be the payload; '{parameter.Name}' must be an EdgeMessage, a CancellationToken or a service";
        }

        problem ??= InputLimits.Check(attribute);
        var orderBy = OrderKey.Parse(attribute, payload, isBatched, ref problem);
        if (problem is not null)
        {
            problems.Add(ProblemModel.Create(Rules.InputSignature, method.Locations[0], method.Name, problem));
            return null;
        }

        return new InputModel(
            name, method.Name, payload?.ToFullName(), new(arguments), isAwaited, result is not null, PolicyInitializer.Of(attribute, OrderKey.Argument), orderBy, isBatched, new(services),
            ContractPart.Input(name, SchemaReader.Read(payload)));
    }

    private static string? Check(IMethodSymbol method, ITypeSymbol? result)
    {
        if (method.IsGenericMethod) return "it must not have type parameters";
        if (method.Parameters.Any(parameter => parameter.RefKind != RefKind.None)) return "its parameters must not be passed by reference";
        if (method.Parameters.Length == 0) return "it has no parameter for the message";
        return result is null || result.Is(KnownNames.InputResult) ? null : $"it returns {result.ToDisplayString()}; return nothing or InputResult, or a task of either, and send results to an output";
    }
}
