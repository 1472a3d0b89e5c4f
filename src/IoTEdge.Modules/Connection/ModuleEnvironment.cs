using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Connection;

/// <summary>
/// Finds out who the module is, in the order of Microsoft's C# client (protocol section 4.2): <c>EdgeHubConnectionString</c>, then
/// <c>IotHubConnectionString</c>, then the <c>IOTEDGE_*</c> variables that the runtime sets.
/// </summary>
internal sealed class ModuleEnvironment(Func<string, string?> read, EdgeModuleClientOptions options)
{
    private const string EdgeHubConnectionString = "EdgeHubConnectionString";
    private const string IotHubConnectionString = "IotHubConnectionString";
    private const string CaCertificateFile = "EdgeModuleCACertificateFile";
    private const string SasScheme = "sasToken";

    /// <summary>Reads the environment; asks the workload API for the roots where the module connects through a gateway.</summary>
    /// <exception cref="EdgeModuleException">Something is missing or contradictory; every missing variable is named.</exception>
    public async Task<ModuleAccess> ResolveAsync(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { EdgeHubConnectionString, IotHubConnectionString })
        {
            if (Read(name) is { } connectionString) return FromConnectionString(connectionString, name);
        }

        try
        {
            return await FromWorkloadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"An IOTEDGE_* variable cannot be used. {exception.Message}", exception);
        }
    }

    /// <summary>Finds out who the module is, and nothing else; nobody is asked.</summary>
    /// <param name="connectionString">A connection string that goes before the environment.</param>
    /// <exception cref="EdgeModuleException">Nothing says who the module is, or a connection string cannot be read.</exception>
    public ModuleIdentity Identify(string? connectionString)
    {
        try
        {
            if ((connectionString ?? Read(EdgeHubConnectionString) ?? Read(IotHubConnectionString)) is { Length: > 0 } text) return ModuleConnectionString.Parse(text).Identity;
            if (Read("IOTEDGE_DEVICEID") is { } device && Read("IOTEDGE_MODULEID") is { } module) return new ModuleIdentity(device, module);
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"The module's identity cannot be read. {exception.Message}", exception);
        }

        throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"The module does not know who it is: {EdgeHubConnectionString} is not set, nor are IOTEDGE_DEVICEID and IOTEDGE_MODULEID.");
    }

    /// <summary>Takes a connection string; <c>EdgeModuleCACertificateFile</c> may name the roots.</summary>
    /// <exception cref="EdgeModuleException">The connection string or the file cannot be read.</exception>
    public ModuleAccess FromConnectionString(string text, string source)
    {
        try
        {
            var parsed = ModuleConnectionString.Parse(text);
            var endpoint = Endpoint(parsed.GatewayHostName ?? parsed.HostName, source);
            var tokens = new KeyTokenSource(parsed.HostName, parsed.Identity, parsed.SharedAccessKey, options.TokenLifetime, options.TimeProvider);
            return new ModuleAccess(parsed.Identity, parsed.HostName, endpoint, tokens, ReadTrust(parsed.GatewayHostName));
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{source} cannot be used. {exception.Message}", exception);
        }
    }

    /// <summary>Names the workload API that the runtime offers the module.</summary>
    /// <exception cref="EdgeModuleException">A variable is missing, or cannot be used.</exception>
    public WorkloadClient CreateWorkloadClient()
    {
        string[] needed = ["IOTEDGE_WORKLOADURI", "IOTEDGE_MODULEID", "IOTEDGE_MODULEGENERATIONID"];
        var missing = needed.Where(name => Read(name) is null).ToArray();
        if (missing.Length > 0)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                $"There is no workload API: run the module under IoT Edge, which sets {string.Join(", ", missing)}. A connection string has none.");
        }

        return Uri.TryCreate(Read("IOTEDGE_WORKLOADURI"), UriKind.Absolute, out var uri)
            ? new WorkloadClient(uri, Read("IOTEDGE_MODULEID")!, Read("IOTEDGE_MODULEGENERATIONID")!)
            : throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"IOTEDGE_WORKLOADURI is '{Read("IOTEDGE_WORKLOADURI")}'; a URI such as unix:///run/iotedge/workload.sock is needed.");
    }

    private async Task<ModuleAccess> FromWorkloadAsync(CancellationToken cancellationToken)
    {
        string[] needed = ["IOTEDGE_WORKLOADURI", "IOTEDGE_DEVICEID", "IOTEDGE_MODULEID", "IOTEDGE_MODULEGENERATIONID", "IOTEDGE_IOTHUBHOSTNAME", "IOTEDGE_AUTHSCHEME"];
        var missing = needed.Where(name => Read(name) is null).ToArray();
        if (missing.Length > 0)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                $"The module does not know who it is: set {EdgeHubConnectionString}, or run it under IoT Edge, which sets {string.Join(", ", missing)}.");
        }

        if (!SasScheme.Equals(Read("IOTEDGE_AUTHSCHEME"), StringComparison.OrdinalIgnoreCase))
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"IOTEDGE_AUTHSCHEME is '{Read("IOTEDGE_AUTHSCHEME")}'; only {SasScheme} is supported.");
        var gateway = Read("IOTEDGE_GATEWAYHOSTNAME");

        // On a device below another one a module goes to the hub of its own device, as everywhere; the parent is that hub's business.
        if (gateway is null && Read("IOTEDGE_PARENTHOSTNAME") is { } parent)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                $"IOTEDGE_PARENTHOSTNAME is '{parent}', so the device has no way to the IoT hub but its parent; IOTEDGE_GATEWAYHOSTNAME, which names the device's own hub, is missing.");
        }

        var identity = new ModuleIdentity(Read("IOTEDGE_DEVICEID")!, Read("IOTEDGE_MODULEID")!);
        var hostName = Read("IOTEDGE_IOTHUBHOSTNAME")!;
        var workload = CreateWorkloadClient();
        var trust = gateway is null
            ? HubTrust.System
            : HubTrust.FromPem(await workload.GetTrustBundleAsync(cancellationToken).ConfigureAwait(false), "the trust bundle of the workload API");
        return new ModuleAccess(identity, hostName, Endpoint(gateway ?? hostName, "IOTEDGE_GATEWAYHOSTNAME"),
            new WorkloadTokenSource(hostName, identity, workload, options.TokenLifetime, options.TimeProvider), trust);
    }

    private HubTrust ReadTrust(string? gateway)
    {
        if ((options.CaCertificateFile ?? Read(CaCertificateFile)) is not { } path)
        {
            // An edge device has a root of its own; one of the system's hundreds must not be able to speak for it.
            return gateway is null
                ? HubTrust.System
                : throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                    $"The connection string goes through the gateway {gateway}, but nothing says whom to trust there: set {CaCertificateFile} to a file with the device's root certificate, PEM.");
        }

        try
        {
            return HubTrust.FromPem(File.ReadAllText(path), $"the CA certificate file ({path})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"The CA certificate file {path} cannot be read: {exception.Message}", exception);
        }
    }

    private static HostEndpoint Endpoint(string text, string source) =>
        HostEndpoint.TryParse(text, out var endpoint)
            ? endpoint
            : throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{source}: '{text}' is not a host name, optionally with a port.");

    private string? Read(string name) => read(name) is { Length: > 0 } value ? value : null;
}
