using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Lambdas;

/// <summary>What a lambda takes beside its payload: the message or call itself, or a service of its scope.</summary>
internal static class HandlerArgument
{
    /// <summary>Names what a host must have for the lambda to run.</summary>
    public static void Require<T>(ModuleContractBuilder contract)
        where T : notnull
    {
        if (typeof(T) != typeof(EdgeMessage) && typeof(T) != typeof(MethodRequest)) contract.RequireService<T>();
    }

    public static T Of<T>(EdgeMessage message)
        where T : notnull => message is T own ? own : message.Services.GetRequiredService<T>();

    public static T Of<T>(MethodRequest call)
        where T : notnull => call is T own ? own : call.Services.GetRequiredService<T>();
}
