using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.Sockets;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Tests.Processes;
using IoTEdge.Modules.Runtime.Workload;

namespace IoTEdge.Modules.Runtime.Tests.Workload;

public sealed class WorkloadApiTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SharedAccessKey _key = SharedAccessKey.Create();
    private CertificateAuthority _authority = null!;
    private UnixSocketServer<WorkloadModule> _server = null!;

    private string SocketOf(string module) => Path.Combine(_directory.Path, module + ".sock");

    public async ValueTask InitializeAsync()
    {
        _authority = CertificateAuthority.LoadOrCreate(StateDirectory.Open(_directory.Path), TimeProvider.System);
        var sockets = new Dictionary<string, WorkloadModule>
        {
            [SocketOf("a")] = new("a", _key, _authority),
            [SocketOf("b c")] = new("b c", SharedAccessKey.Create(), _authority),
        };
        File.WriteAllText(SocketOf("a"), "left behind by a runtime that was killed");
        _server = await UnixSocketServer<WorkloadModule>.StartAsync(sockets, new WorkloadApi(TimeProvider.System).AnswerAsync, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _directory.Dispose();
    }

    // Byte by byte as a client sends it, to the end of the answer.
    private async Task<string> AskAsync(string module, string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketOf(module)), TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private Task<string> GetAsync(string pathAndQuery, string method = "GET") =>
        AskAsync("a", $"{method} {pathAndQuery} HTTP/1.1\r\nHost: workload.sock\r\nConnection: close\r\n\r\n");

    private Task<string> PostAsync(string module, string path, string body, string contentType = "application/json; charset=utf-8") =>
        AskAsync(module, $"POST {path}?api-version=2018-06-28 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    [Fact]
    public async Task Sign_AsTheCSharpClientAsks_GivesTheDigest()
    {
        // Its header lines end in a bare line feed (protocol section 11.7).
        var data = Encoding.UTF8.GetBytes("hub%2Fdevices%2Fd%2Fmodules%2Fa\n1700000000");
        var body = $$"""{"keyId":"primary","algo":"HMACSHA256","data":"{{Convert.ToBase64String(data)}}"}""";
        var answer = await AskAsync("a", "POST /modules/a/genid/637/sign?api-version=2018-06-28 HTTP/1.1\r\nAccept: application/json\nHost: workload.sock:80\nConnection: close\n"
            + $"Content-Type: application/json\nContent-Length: {body.Length}\n\r\n{body}");

        var digest = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(_key.ToBase64()), data));
        answer.Should().StartWith("HTTP/1.1 200 OK\r\n").And.Contain("Content-Type: application/json\r\n").And.NotContain("chunked");
        answer.Should().EndWith("\r\n\r\n" + $$"""{"digest":"{{digest}}"}""");
        answer.Should().Contain("Content-Length: ");
    }

    [Fact]
    public async Task Sign_ForAnEncodedName_FindsTheModule() =>
        (await PostAsync("b c", "/modules/b%20c/genid/1/sign", """{"data":""}""")).Should().StartWith("HTTP/1.1 200 OK");

    [Fact]
    public async Task Sign_ForAnotherModule_IsForbidden() =>
        (await PostAsync("a", "/modules/b/genid/1/sign", """{"data":""}""")).Should().StartWith("HTTP/1.1 403").And.EndWith("""{"message":"forbidden"}""");

    [Theory]
    [InlineData("""{"keyId":"x"}""", "application/json", "422", "missing field")]
    [InlineData("""{"data":"%%"}""", "application/json", "422", "not base64")]
    [InlineData("""{"data":7}""", "application/json", "422", "not base64")]
    [InlineData("{", "application/json", "422", "message")]
    [InlineData("", "application/json", "400", "missing parameter: request body")]
    [InlineData("""{"data":""}""", "text/plain", "400", "missing parameter: request body")]
    public async Task Sign_OfABadBody_IsRefused(string body, string contentType, string status, string message) =>
        (await PostAsync("a", "/modules/a/genid/1/sign", body, contentType)).Should().StartWith($"HTTP/1.1 {status}").And.Contain(message);

    [Fact]
    public async Task TrustBundle_OfAModule_IsItsRuntimesCertificate() =>
        (await GetAsync("/trust-bundle?api-version=2022-08-03")).Should().StartWith("HTTP/1.1 200 OK").And.Contain("BEGIN CERTIFICATE");

    [Theory]
    [InlineData("GET", "/trust-bundle", "400", """{"message":"api-version not specified"}""")]
    [InlineData("GET", "/trust-bundle?api-version=1", "400", """{"message":"invalid api-version \"1\""}""")]
    [InlineData("PUT", "/trust-bundle?api-version=2018-06-28", "400", """{"message":"method not allowed"}""")]
    [InlineData("GET", "/modules/a/genid/1/sign?api-version=2018-06-28", "400", """{"message":"method not allowed"}""")]
    [InlineData("GET", "/?api-version=2018-06-28", "404", """{"message":"not found"}""")]
    [InlineData("POST", "/modules/a/certificate/server?api-version=2018-06-28", "404", """{"message":"not found"}""")]
    [InlineData("GET", "/modules/a/genid/1/encrypt?api-version=2018-06-28", "400", """{"message":"method not allowed"}""")]
    public async Task Request_ThatIsWrong_IsAnsweredAsEdgedDoes(string method, string pathAndQuery, string status, string body) =>
        (await GetAsync(pathAndQuery, method)).Should().StartWith($"HTTP/1.1 {status}").And.EndWith(body);

    [Theory]
    [InlineData("certificate/server", """{"commonName":"x","expiration":"soon"}""", "422", "RFC 3339")]
    [InlineData("certificate/server", """{"commonName":"","expiration":"2099-01-01T00:00:00Z"}""", "422", "commonName")]
    [InlineData("certificate/server", """{"commonName":"a..b","expiration":"2099-01-01T00:00:00Z"}""", "422", "no host name")]
    [InlineData("certificate/server", """{"commonName":"x","expiration":"2001-01-01T00:00:00Z"}""", "422", "is over")]
    [InlineData("encrypt", """{"plaintext":"AA=="}""", "422", "missing field `initializationVector`")]
    [InlineData("decrypt", """{"ciphertext":"AA==","initializationVector":""}""", "500", "not of this runtime")]
    public async Task Request_OfABadBody_IsRefused(string path, string body, string status, string message) =>
        (await PostAsync("a", $"/modules/a/genid/1/{path}", body)).Should().StartWith($"HTTP/1.1 {status}").And.Contain(message);

    [Fact]
    public void Socket_OfAModule_CanBeOpenedByEverybody()
    {
        // The directory around it is private; a module may run as another user one day.
        if (!OperatingSystem.IsWindows()) ((int)File.GetUnixFileMode(SocketOf("a"))).Should().Be(Convert.ToInt32("666", 8));
    }
}
