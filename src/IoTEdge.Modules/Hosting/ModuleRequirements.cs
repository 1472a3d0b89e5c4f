using IoTEdge.Modules.Json;
using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Hosting;

/// <summary>Finds what a module needs and does not have, before it connects.</summary>
internal static class ModuleRequirements
{
    /// <summary>Checks everything.</summary>
    /// <exception cref="EdgeModuleException">Something is missing; all of it is named.</exception>
    public static void Check(ModuleContractBuilder contract, IPayloadSerializer serializer, IServiceProvider services, string module)
    {
        var missing = MissingServices(contract, services)
            .Concat(serializer is PayloadSerializer json ? PayloadTypes(contract.Build()).Distinct().Select(json.WhatLacks).OfType<string>() : [])
            .ToList();
        if (missing.Count > 0) throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{module} cannot run. {string.Join(" ", missing)}");
    }

    private static IEnumerable<string> MissingServices(ModuleContractBuilder contract, IServiceProvider services)
    {
        var known = services.GetService<IServiceProviderIsKeyedService>();
        if (known is null) yield break;
        foreach (var (type, key) in contract.Services.Distinct())
        {
            if (!known.IsKeyedService(type, key)) yield return $"A handler takes {type}{(key is null ? "" : $" with key '{key}'")}, which is not among the services; add it.";
        }
    }

    private static IEnumerable<Type> PayloadTypes(ModuleContract contract)
    {
        Type[] own = [typeof(EdgeMessage), typeof(MethodRequest), typeof(MethodResult), typeof(ReadOnlyMemory<byte>)];
        return contract.Inputs.Select(input => input.PayloadType)
            .Concat(contract.Outputs.Select(output => output.PayloadType))
            .Concat(contract.Methods.SelectMany(method => new[] { method.RequestType, method.ResponseType }))
            .Append(contract.DesiredType)
            .Append(contract.ReportedType)
            .OfType<Type>()
            .Where(type => !own.Contains(type));
    }
}
