using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Services;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Service;

/// <summary>An answer of the service API.</summary>
internal sealed record ServiceAnswer(HttpStatusCode Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text(string name) => Body![name]!.GetValue<string>();
}

/// <summary>Asks the service API over HTTPS, as IoT Hub's service clients do.</summary>
internal sealed class ServiceTestClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string? _token;

    public ServiceTestClient(HubFixture hub, string? token)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(hub.Local.CertificatePath);
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = new Uri($"https://localhost:{hub.Local.HttpsPort}") };
        _token = token;
    }

    public static ServiceTestClient Owner(HubFixture hub) => new(hub, Token(hub.Hub.Policy.Key));

    public static string Token(SharedAccessKey key, string host = "localhost", string policy = ServicePolicy.Name, int hours = 1) =>
        SharedAccessSignature.CreateServiceToken(host, policy, key, DateTimeOffset.UtcNow.AddHours(hours));

    public async Task<ServiceAnswer> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?api-version=2021-04-12");
        if (_token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", _token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, HubFixture.Cancellation);
        var text = await response.Content.ReadAsStringAsync(HubFixture.Cancellation);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ServiceAnswer(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), all);
    }

    public void Dispose() => _http.Dispose();
}
