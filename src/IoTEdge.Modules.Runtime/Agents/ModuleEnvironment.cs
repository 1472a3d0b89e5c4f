using System.Globalization;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Workload;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>The environment of a module (protocol section 4.1): the user's first, then the deployment's, and the runtime's own names win.</summary>
internal static class ModuleEnvironment
{
    public static Dictionary<string, string> Create(
        ModuleDeployment module, ModuleRegistration registered, HubEndpoint hub, ModuleCredentials credentials, StateDirectory state)
    {
        var environment = InheritedEnvironment.Read();
        // Microsoft's client installs trusted roots under HOME, which must not be the user's own.
        environment["HOME"] = state.HomePath(module.Name);
        foreach (var (name, value) in module.Environment) environment[name] = value;
        environment["EdgeModule__Client__HttpsPort"] = hub.Ports.Https.ToString(CultureInfo.InvariantCulture);
        environment["EdgeModule__StoragePath"] = state.StoragePath(module.Name);
        if (credentials == ModuleCredentials.Workload) AddWorkload(environment, module, registered, hub, state);
        else AddConnectionString(environment, registered, hub, state);
        return environment;
    }

    private static void AddWorkload(Dictionary<string, string> environment, ModuleDeployment module, ModuleRegistration registered, HubEndpoint hub, StateDirectory state)
    {
        environment["IOTEDGE_WORKLOADURI"] = $"unix://{state.WorkloadSocketPath(module.Name)}";
        environment["IOTEDGE_APIVERSION"] = WorkloadApiVersion.Newest;
        environment["IOTEDGE_AUTHSCHEME"] = "sasToken";
        environment["IOTEDGE_DEVICEID"] = registered.Identity.DeviceId;
        environment["IOTEDGE_MODULEID"] = registered.Identity.ModuleId;
        environment["IOTEDGE_MODULEGENERATIONID"] = registered.GenerationId;
        environment["IOTEDGE_IOTHUBHOSTNAME"] = hub.HubHostName;
        environment["IOTEDGE_GATEWAYHOSTNAME"] = hub.Gateway;
    }

    private static void AddConnectionString(Dictionary<string, string> environment, ModuleRegistration registered, HubEndpoint hub, StateDirectory state)
    {
        environment["EdgeHubConnectionString"] = new ModuleConnectionString(hub.HubHostName, registered.Identity, registered.Key, hub.Gateway).ToConnectionString();
        environment["EdgeModuleCACertificateFile"] = state.CertificatePath;
    }
}
