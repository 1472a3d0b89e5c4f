using System.Reflection;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime;

namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>The assemblies that this repository makes.</summary>
internal static class Product
{
    public const string Prefix = "IoTEdge.Modules";

    public static Assembly Sdk { get; } = typeof(EdgeModuleClient).Assembly;

    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [Sdk, typeof(NewtonsoftJsonExtensions).Assembly, typeof(PrometheusEndpointOptions).Assembly, typeof(ModuleIdentity).Assembly, typeof(DeploymentManifest).Assembly, typeof(EdgeHub).Assembly, typeof(EdgeRuntime).Assembly];

    public static Assembly Find(string name) => Assemblies.Single(assembly => assembly.GetName().Name == name);
}
