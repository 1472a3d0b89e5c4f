using System.Globalization;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Workload;

namespace IoTEdge.Modules;

/// <summary>The workload API of the runtime that runs this module.</summary>
public sealed class WorkloadClient : IWorkloadClient, IDisposable
{
    private readonly WorkloadHttp _http;
    private readonly string _modulePath;

    /// <summary>Names the API of one module. Nothing connects yet.</summary>
    /// <param name="uri"><c>unix:///path</c>, <c>http://host:port</c> or <c>https://host:port</c>, as <c>IOTEDGE_WORKLOADURI</c> has it.</param>
    /// <param name="moduleId">The module's id.</param>
    /// <param name="generationId">The generation of the module's identity.</param>
    /// <exception cref="EdgeModuleException">The scheme is another.</exception>
    public WorkloadClient(Uri uri, string moduleId, string generationId)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentException.ThrowIfNullOrEmpty(moduleId);
        ArgumentException.ThrowIfNullOrEmpty(generationId);
        _http = new WorkloadHttp(uri);
        _modulePath = $"/modules/{Uri.EscapeDataString(moduleId)}/genid/{Uri.EscapeDataString(generationId)}";
    }

    /// <summary>Makes a client from the <c>IOTEDGE_*</c> variables that the runtime gives each module.</summary>
    /// <exception cref="EdgeModuleException">A variable is missing: the module does not run under IoT Edge, or got a connection string instead.</exception>
    public static WorkloadClient CreateFromEnvironment() =>
        new ModuleEnvironment(Environment.GetEnvironmentVariable, new EdgeModuleClientOptions()).CreateWorkloadClient();

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject { ["keyId"] = "primary", ["algo"] = "HMACSHA256", ["data"] = Convert.ToBase64String(data.Span) };
        return (await _http.PostAsync($"{_modulePath}/sign", body, cancellationToken).ConfigureAwait(false)).Bytes("digest");
    }

    /// <inheritdoc/>
    public async Task<string> GetTrustBundleAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync("/trust-bundle", cancellationToken).ConfigureAwait(false)).Text("certificate");

    /// <inheritdoc/>
    public async Task<WorkloadCertificate> CreateServerCertificateAsync(string commonName, DateTimeOffset expiration, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(commonName);
        var body = new JsonObject { ["commonName"] = commonName, ["expiration"] = expiration.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) };
        var answer = await _http.PostAsync($"{_modulePath}/certificate/server", body, cancellationToken).ConfigureAwait(false);
        return new WorkloadCertificate(answer.Text("certificate"), answer.Text("privateKey", "bytes"), answer.Time("expiration"));
    }

    /// <inheritdoc/>
    public async Task<byte[]> EncryptAsync(ReadOnlyMemory<byte> plaintext, ReadOnlyMemory<byte> initializationVector, CancellationToken cancellationToken = default)
    {
        var body = WithVector(initializationVector, "plaintext", plaintext);
        return (await _http.PostAsync($"{_modulePath}/encrypt", body, cancellationToken).ConfigureAwait(false)).Bytes("ciphertext");
    }

    /// <inheritdoc/>
    public async Task<byte[]> DecryptAsync(ReadOnlyMemory<byte> ciphertext, ReadOnlyMemory<byte> initializationVector, CancellationToken cancellationToken = default)
    {
        var body = WithVector(initializationVector, "ciphertext", ciphertext);
        return (await _http.PostAsync($"{_modulePath}/decrypt", body, cancellationToken).ConfigureAwait(false)).Bytes("plaintext");
    }

    /// <summary>Closes the connections to the runtime.</summary>
    public void Dispose() => _http.Dispose();

    private static JsonObject WithVector(ReadOnlyMemory<byte> initializationVector, string name, ReadOnlyMemory<byte> bytes) =>
        new() { [name] = Convert.ToBase64String(bytes.Span), ["initializationVector"] = Convert.ToBase64String(initializationVector.Span) };
}
