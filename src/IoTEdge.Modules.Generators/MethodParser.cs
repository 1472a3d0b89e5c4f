using IoTEdge.Modules.Generators.Contracts;
using IoTEdge.Modules.Generators.Models;
using IoTEdge.Modules.Generators.Schemas;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators;

/// <summary>Reads a direct method handler.</summary>
internal static class MethodParser
{
    public static MethodModel? Parse(ISymbol member, AttributeData attribute, List<ProblemModel> problems)
    {
        if (attribute.NameIn(KnownNames.MethodAttribute) is not { } name || member is not IMethodSymbol method) return null;
        var (isAwaited, response) = method.ReturnType.Unwrap();
        ITypeSymbol? request = null;
        string? problem = method.IsGenericMethod ? "it must not have type parameters" : null;
        var arguments = new List<string>();
        var services = new List<ServiceModel>();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None) problem ??= "its parameters must not be passed by reference";
            if (parameter.Type.Is(KnownNames.CancellationToken)) arguments.Add("cancellationToken");
            else if (parameter.Type.Is(KnownNames.MethodRequest)) arguments.Add("call");
            else if (arguments.Count == 0 && !ServiceParameter.IsCertain(parameter))
            {
                request = parameter.Type;
                arguments.Add("request");
            }
            else if (ServiceParameter.Parse(parameter) is { } service)
            {
                services.Add(service);
                arguments.Add(service.Resolve("call"));
            }
            else problem ??= $"only the first parameter can be the request; '{parameter.Name}' must be a MethodRequest, a CancellationToken or a service";
        }

        if (attribute.NamedArguments.Any(named => named is { Key: "Concurrency", Value.Value: < 0 })) problem ??= "Concurrency is negative; 0 means no limit of its own";
        if (attribute.NamedArguments.Any(named => named is { Key: "TimeoutSeconds", Value.Value: <= 0d })) problem ??= "TimeoutSeconds is not above 0";
        if (problem is not null)
        {
            problems.Add(ProblemModel.Create(Rules.MethodSignature, method.Locations[0], method.Name, problem));
            return null;
        }

        return new MethodModel(name, method.Name, request?.ToFullName(), response?.ToFullName(), new(arguments), isAwaited, PolicyInitializer.Of(attribute), new(services),
            ContractPart.Method(name, RequestSchema(request, arguments), response.Is(KnownNames.MethodResult) ? ContractPart.Anything : SchemaReader.Read(response), TakesLargePayloads(attribute)));
    }

    // A handler that takes the call itself may read anything from it.
    private static SchemaModel? RequestSchema(ITypeSymbol? request, List<string> arguments) =>
        request is null && arguments.Contains("call") ? ContractPart.Anything : SchemaReader.Read(request);

    private static bool TakesLargePayloads(AttributeData attribute) => attribute.NamedArguments.Any(named => named is { Key: "LargePayloads", Value.Value: true });
}
