using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Https;

public sealed class ModuleRequestsTests
{
    [Theory]
    [InlineData("edge/caller", "edge/caller", "/twins/edge/modules/nobody/methods", HttpStatusCode.NotFound, "Client edge/nobody not found")]
    [InlineData(null, "edge/caller", "/twins/edge/modules/nobody/methods", HttpStatusCode.BadRequest, "Invalid header value for x-ms-edge-moduleId")]
    [InlineData("caller", "edge/caller", "/twins/edge/modules/nobody/methods", HttpStatusCode.BadRequest, "Invalid header value for x-ms-edge-moduleId")]
    [InlineData("other/caller", "edge/caller", "/twins/edge/modules/nobody/methods", HttpStatusCode.Unauthorized, "Only modules on the same device can invoke DirectMethods")]
    [InlineData("edge/unknown", "edge/caller", "/twins/edge/modules/nobody/methods", HttpStatusCode.Unauthorized, "Unable to authenticate device with Id edge/unknown")]
    [InlineData("edge/caller", "edge/second", "/twins/edge/modules/nobody/methods", HttpStatusCode.Unauthorized, "Unable to authenticate device with Id edge/caller")]
    [InlineData("edge/caller", null, "/twins/edge/modules/nobody/methods", HttpStatusCode.Unauthorized, "Unable to authenticate device with Id edge/caller")]
    public async Task Call_EachCaller_IsAnsweredAsEdgeHubDoes(string? caller, string? signer, string path, HttpStatusCode status, string message)
    {
        await using var hub = await HubFixture.StartAsync();
        using var answer = await PostAsync(hub, path, caller, signer);
        answer.StatusCode.Should().Be(status);
        (await MessageAsync(answer)).Should().Be(message);
    }

    [Theory]
    [InlineData("/devices/edge/modules")]
    [InlineData("/twins/edge/modules/caller")]
    [InlineData("/upstream")]
    [InlineData("/statistics")]
    public async Task Control_AskedForByAModule_IsRefused(string path)
    {
        await using var hub = await HubFixture.StartAsync();
        using var answer = await PostAsync(hub, path, "edge/caller", "edge/caller");
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var http = Client(hub);
        using var read = await http.GetAsync(new Uri(path, UriKind.Relative), HubFixture.Cancellation);
        read.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.InternalServerError)]
    [InlineData(true, HttpStatusCode.BadRequest)]
    public async Task Call_OutOfItsLimits_IsAnsweredAsEdgeHubDoes(bool isStrict, HttpStatusCode status)
    {
        await using var hub = await HubFixture.StartAsync(configure: options => options with { Hub = options.Hub with { Strict = isStrict } });

        using var answer = await PostAsync(hub, "/twins/edge/modules/second/methods", "edge/caller", "edge/caller", new string('m', 101));

        answer.StatusCode.Should().Be(status);
        (await MessageAsync(answer)).Should().Contain("methodName");
    }

    private static async Task<HttpResponseMessage> PostAsync(HubFixture hub, string path, string? caller, string? signer, string method = "m")
    {
        var keys = new Dictionary<string, SharedAccessKey>();
        foreach (var module in new[] { "caller", "second" }) keys[$"edge/{module}"] = (await hub.RegisterAsync(module)).PrimaryKey;
        using var http = Client(hub);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { methodName = method, payload = 1 }) };
        if (caller is not null) request.Headers.TryAddWithoutValidation("x-ms-edge-moduleId", caller);
        if (signer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization",
                SharedAccessSignature.CreateToken(hub.Hub.Options.HubHostName, ClientIdentity.Parse(signer), keys[signer], DateTimeOffset.UtcNow.AddHours(1)));
        }

        return await http.SendAsync(request, HubFixture.Cancellation);
    }

    private static HttpClient Client(HubFixture hub)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(hub.Local.CertificatePath);
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = new Uri($"https://localhost:{hub.Local.HttpsPort}") };
    }

    private static async Task<string> MessageAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(HubFixture.Cancellation))!["message"]!.GetValue<string>();
}
