namespace IoTEdge.Modules.Generators;

/// <summary>The types of the SDK that the generator looks for.</summary>
internal static class KnownNames
{
    public const string ModuleNamespace = "IoTEdge.Modules";
    public const string ModuleBase = "EdgeModuleBase";
    public const string ModuleBuilder = "IoTEdge.Modules.EdgeModuleBuilder";
    public const string InputAttribute = "IoTEdge.Modules.InputAttribute";
    public const string OutputAttribute = "IoTEdge.Modules.OutputAttribute";
    public const string MethodAttribute = "IoTEdge.Modules.DirectMethodAttribute";
    public const string Output = "IoTEdge.Modules.IOutput<T>";
    public const string EdgeMessage = "IoTEdge.Modules.EdgeMessage";
    public const string InputResult = "IoTEdge.Modules.InputResult";
    public const string MethodRequest = "IoTEdge.Modules.MethodRequest";
    public const string MethodResult = "IoTEdge.Modules.MethodResult";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";
    public const string ReadOnlyListOf = "System.Collections.Generic.IReadOnlyList<T>";
    public const string RawBody = "System.ReadOnlyMemory<byte>";
    public const string ValidationAttribute = "System.ComponentModel.DataAnnotations.ValidationAttribute";
    public const string JsonPropertyName = "System.Text.Json.Serialization.JsonPropertyNameAttribute";
}
