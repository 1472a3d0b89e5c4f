using System.Collections;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>The environment that processes get from the runtime's own.</summary>
internal static class InheritedEnvironment
{
    // What another runtime, the SDK's commands or a debugger left there would change what a module does.
    private static readonly string[] DroppedPrefixes = ["IOTEDGE_", "EdgeHub", "EdgeModule", "IotHub", "MSBUILD", "DOTNET_CLI_", "DOTNET_HOST_", "TESTINGPLATFORM_"];
    private static readonly string[] Dropped = ["DOTNET_STARTUP_HOOKS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_URLS", "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"];

    public static Dictionary<string, string> Read()
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (!IsDropped(name)) environment[name] = (string?)entry.Value ?? "";
        }

        return environment;
    }

    private static bool IsDropped(string name) =>
        Dropped.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(DroppedPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
