namespace IoTEdge.Modules.Runtime;

/// <summary>How modules learn who they are (protocol section 4.1, 4.2).</summary>
public enum ModuleCredentials
{
    /// <summary>As on a device: <c>IOTEDGE_*</c> variables and a workload socket that signs. No key is in the module's hands.</summary>
    Workload,

    /// <summary>As in a simulator: <c>EdgeHubConnectionString</c> with the key, and <c>EdgeModuleCACertificateFile</c>.</summary>
    ConnectionString,
}
