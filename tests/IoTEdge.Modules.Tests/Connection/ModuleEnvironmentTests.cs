using IoTEdge.Modules.Connection;

namespace IoTEdge.Modules.Tests.Connection;

public sealed class ModuleEnvironmentTests
{
    private const string Edge = "HostName=h;GatewayHostName=edge;DeviceId=d;ModuleId=edge;SharedAccessKey=AA==";
    private const string Cloud = "HostName=h;DeviceId=d;ModuleId=cloud;SharedAccessKey=AA==";

    [Fact]
    public async Task Resolve_BothConnectionStrings_TakesTheOneForTheEdgeHub()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, RootPem(), TestContext.Current.CancellationToken);
        var access = await Resolve(new() { ["EdgeHubConnectionString"] = Edge, ["IotHubConnectionString"] = Cloud, ["EdgeModuleCACertificateFile"] = file });
        access.Identity.ModuleId.Should().Be("edge");
        access.Endpoint.Host.Should().Be("edge");
        access.Trust.Source.Should().Contain(file);
        File.Delete(file);
    }

    [Fact]
    public async Task Resolve_GatewayWithoutRoot_IsRefusedInsteadOfTrustingTheSystem() =>
        await FluentActions.Awaiting(() => Resolve(new() { ["EdgeHubConnectionString"] = Edge })).Should().ThrowAsync<EdgeModuleException>().WithMessage("*edge*EdgeModuleCACertificateFile*");

    [Fact]
    public async Task Resolve_OnlyTheCloud_ConnectsToTheHubItself() =>
        (await Resolve(new() { ["IotHubConnectionString"] = Cloud })).Endpoint.Host.Should().Be("h");

    [Theory]
    [InlineData("x509=true", "X.509")]
    [InlineData("SharedAccessSignature=x", "SharedAccessSignature")]
    public async Task Resolve_IdentityOfAnotherKind_IsRefused(string part, string expected)
    {
        var text = $"HostName=h;DeviceId=d;ModuleId=m;{part}";
        await FluentActions.Awaiting(() => Resolve(new() { ["IotHubConnectionString"] = text })).Should().ThrowAsync<EdgeModuleException>().WithMessage($"*{expected}*");
    }

    [Fact]
    public async Task Resolve_NestedDevice_GoesToTheHubOfItsOwnDevice()
    {
        using var runtime = new WorkloadServer();
        var access = await Resolve(Runtime(runtime, ("IOTEDGE_GATEWAYHOSTNAME", "lower"), ("IOTEDGE_PARENTHOSTNAME", "upper")));
        (access.Endpoint.Host, access.HostName).Should().Be(("lower", "hub"));
        access.Trust.Source.Should().Contain("trust bundle");
        (await access.Tokens.CreateTokenAsync(TestContext.Current.CancellationToken)).Value.Should().Contain("sig=c2lnbmVk");
        runtime.Requests.Should().Equal("GET /trust-bundle?api-version=2018-06-28", "POST /modules/m%2B1/genid/7/sign?api-version=2018-06-28");
    }

    [Theory]
    [InlineData("IOTEDGE_PARENTHOSTNAME", "upper", "IOTEDGE_GATEWAYHOSTNAME")]
    [InlineData("IOTEDGE_AUTHSCHEME", "x509", "only sasToken")]
    [InlineData("IOTEDGE_WORKLOADURI", "nonsense", "IOTEDGE_WORKLOADURI is 'nonsense'")]
    [InlineData("IOTEDGE_WORKLOADURI", "ftp://x", "unix, http and https")]
    public async Task Resolve_RuntimeThatCannotBeUsed_IsRefused(string name, string value, string expected)
    {
        using var runtime = new WorkloadServer();
        (await FluentActions.Awaiting(() => Resolve(Runtime(runtime, (name, value)))).Should().ThrowAsync<EdgeModuleException>().WithMessage($"*{expected}*"))
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Configuration);
    }

    [Theory]
    [InlineData("EdgeHubConnectionString", "HostName=h", "EdgeHubConnectionString cannot be used*is missing")]
    [InlineData("IOTEDGE_DEVICEID", "d", "IOTEDGE_WORKLOADURI, IOTEDGE_MODULEID")]
    [InlineData("EdgeModuleCACertificateFile", "/no/such/file.pem", "/no/such/file.pem")]
    public async Task Resolve_Incomplete_NamesWhatIsWrong(string name, string value, string expected)
    {
        var variables = new Dictionary<string, string> { [name] = value };
        if (name == "EdgeModuleCACertificateFile") variables["EdgeHubConnectionString"] = Edge;
        var failure = await FluentActions.Awaiting(() => Resolve(variables)).Should().ThrowAsync<EdgeModuleException>().WithMessage($"*{expected}*");
        failure.Which.Reason.Should().Be(EdgeModuleErrorReason.Configuration);
    }

    private static Dictionary<string, string> Runtime(WorkloadServer runtime, params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>
        {
            ["IOTEDGE_WORKLOADURI"] = runtime.Address,
            ["IOTEDGE_DEVICEID"] = "d",
            ["IOTEDGE_MODULEID"] = "m+1",
            ["IOTEDGE_MODULEGENERATIONID"] = "7",
            ["IOTEDGE_IOTHUBHOSTNAME"] = "hub",
            ["IOTEDGE_AUTHSCHEME"] = "sasToken",
        };
        foreach (var (name, value) in more) variables[name] = value;
        return variables;
    }

    internal static string RootPem()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=root", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return root.ExportCertificatePem();
    }

    private static Task<ModuleAccess> Resolve(Dictionary<string, string> variables) =>
        new ModuleEnvironment(variables.GetValueOrDefault, new EdgeModuleClientOptions()).ResolveAsync(TestContext.Current.CancellationToken);
}
