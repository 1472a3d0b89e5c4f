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

    private static string RootPem()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=root", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return root.ExportCertificatePem();
    }

    private static Task<ModuleAccess> Resolve(Dictionary<string, string> variables) =>
        new ModuleEnvironment(variables.GetValueOrDefault, new EdgeModuleClientOptions()).ResolveAsync(TestContext.Current.CancellationToken);
}
