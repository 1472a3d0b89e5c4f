using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Certificates;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>The one module that a workload socket serves.</summary>
/// <param name="ModuleId">Its id.</param>
/// <param name="Key">Its key, which never leaves the runtime: the module sends what is to be signed.</param>
/// <param name="Authority">Issues its server certificates; its own certificate is what the module shall trust.</param>
internal sealed record WorkloadModule(string ModuleId, SharedAccessKey Key, CertificateAuthority Authority);
