extern alias sdk;

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.Sockets;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Tests.Processes;
using IoTEdge.Modules.Runtime.Workload;
using sdk::IoTEdge.Modules;

namespace IoTEdge.Modules.Runtime.Tests.Workload;

/// <summary>The SDK's workload client against the workload API.</summary>
public sealed class WorkloadClientTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly TemporaryDirectory _directory = new();
    private readonly SharedAccessKey _key = SharedAccessKey.Create();
    private CertificateAuthority _authority = null!;
    private UnixSocketServer<WorkloadModule> _server = null!;
    private WorkloadClient _sut = null!;

    private string Socket => Path.Combine(_directory.Path, "w.sock");

    public async ValueTask InitializeAsync()
    {
        _authority = CertificateAuthority.LoadOrCreate(StateDirectory.Open(_directory.Path), TimeProvider.System);
        var sockets = new Dictionary<string, WorkloadModule> { [Socket] = new("camera1", _key, _authority) };
        _server = await UnixSocketServer<WorkloadModule>.StartAsync(sockets, new WorkloadApi(TimeProvider.System).AnswerAsync, Cancellation);
        _sut = Client("camera1", "637");
    }

    public async ValueTask DisposeAsync()
    {
        _sut.Dispose();
        await _server.DisposeAsync();
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Sign_Data_IsTheSignatureOfTheModulesKey() =>
        (await _sut.SignAsync("data"u8.ToArray(), Cancellation)).Should().Equal(_key.Sign("data"u8));

    [Fact]
    public async Task ServerCertificate_NameAndModule_IsTrustedByWhoTrustsTheBundle()
    {
        var issued = await _sut.CreateServerCertificateAsync("edge-camera", TimeProvider.System.GetUtcNow().AddDays(7), Cancellation);
        issued.Expiration.Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddDays(7), TimeSpan.FromMinutes(1));
        issued.ToString().Should().NotContain("PRIVATE KEY");
        using var certificate = issued.ToCertificate();
        certificate.HasPrivateKey.Should().BeTrue();
        certificate.MatchesHostname("edge-camera").Should().BeTrue();
        certificate.MatchesHostname("camera1", allowWildcards: false).Should().BeTrue();

        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(await _sut.GetTrustBundleAsync(Cancellation));
        chain.Build(certificate).Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(40)]
    public async Task Encrypt_Data_IsReadAgainByTheSameModuleOnly(int vectorLength)
    {
        var vector = RandomNumberGenerator.GetBytes(vectorLength);
        var secret = "a secret"u8.ToArray();
        var encrypted = await _sut.EncryptAsync(secret, vector, Cancellation);
        encrypted.Should().NotEqual(secret);
        (await _sut.DecryptAsync(encrypted, vector, Cancellation)).Should().Equal(secret);

        using var laterGeneration = Client("camera1", "638");
        await laterGeneration.Awaiting(client => client.DecryptAsync(encrypted, vector, Cancellation)).Should().ThrowAsync<EdgeModuleException>();
        encrypted[^1] ^= 1;
        await _sut.Awaiting(client => client.DecryptAsync(encrypted, vector, Cancellation)).Should().ThrowAsync<EdgeModuleException>();
    }

    [Fact]
    public async Task Request_ForAnotherModule_IsRefusedWithTheRuntimesWords()
    {
        using var other = Client("other", "1");
        (await other.Awaiting(client => client.SignAsync("data"u8.ToArray(), Cancellation)).Should().ThrowAsync<EdgeModuleException>().WithMessage("*403*forbidden*"))
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Refused);
    }

    [Fact]
    public async Task Request_WithoutARuntime_SaysWhere()
    {
        using var client = new WorkloadClient(new Uri("unix:///no/such.sock"), "a", "1");
        (await client.Awaiting(c => c.GetTrustBundleAsync(Cancellation)).Should().ThrowAsync<EdgeModuleException>().WithMessage("*unix:///no/such.sock*"))
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Connection);
    }

    private WorkloadClient Client(string module, string generation) => new(new Uri($"unix://{Socket}"), module, generation);
}
