using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using IoTEdge.Modules.Fixtures;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>Each endpoint of the page is one of the hub's.</summary>
public sealed partial class ServiceApiTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Endpoint_OfThePage_IsAnswered()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "reference", "service-api.md"), Cancellation);
        var endpoints = Endpoint().Matches(page).Select(match => (Method: match.Groups[1].Value, Path: match.Groups[2].Value)).ToList();
        endpoints.Should().HaveCount(25);
        await using var hub = await HubFixture.StartAsync(Cancellation);
        await hub.AddModuleAsync("filter", null, Cancellation);
        using var http = Client(hub);

        foreach (var (method, path) in endpoints.OrderBy(endpoint => endpoint.Method == "DELETE"))
        {
            var target = path.Replace("{d}", "dev", StringComparison.Ordinal).Replace("{m}", "filter", StringComparison.Ordinal).Replace("{id}", "base", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(method), target) { Content = method == "GET" ? null : new StringContent("{}") };
            using var answer = await http.SendAsync(request, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            text.Should().NotContain("InvalidResource", "{0} {1} is on the page", method, path);
            answer.StatusCode.Should().NotBe(HttpStatusCode.MethodNotAllowed, "{0} {1} is on the page", method, path).And.NotBe(HttpStatusCode.Unauthorized).And.NotBe(HttpStatusCode.InternalServerError);
        }
    }

    [GeneratedRegex(@"^\| `([A-Z]+) (/[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Endpoint();

    private static HttpClient Client(HubFixture hub)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(hub.CertificatePath);
        var http = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = new Uri($"https://localhost:{hub.HttpsPort}") };
        var key = SharedAccessKey.Parse(hub.ServiceConnectionString.Split("SharedAccessKey=")[1]);
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", SharedAccessSignature.CreateServiceToken("localhost", "iothubowner", key, DateTimeOffset.UtcNow.AddHours(1)));
        return http;
    }
}
