using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>The one module that a workload socket serves.</summary>
/// <param name="ModuleId">Its id.</param>
/// <param name="Key">Its key, which never leaves the runtime: the module sends what is to be signed.</param>
/// <param name="TrustBundlePem">The certificates that it shall trust.</param>
internal sealed record WorkloadModule(string ModuleId, SharedAccessKey Key, string TrustBundlePem);
