using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Runtime.Agents;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Images;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Supervision;
using IoTEdge.Modules.Runtime.Tests.Control;
using IoTEdge.Modules.Runtime.Tests.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace IoTEdge.Modules.Runtime.Tests.Agents;

public sealed class EdgeAgentTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LineCollector _output = new();
    private readonly List<IAsyncDisposable> _agents = [];
    private StateDirectory _state = null!;
    private CertificateAuthority _authority = null!;
    private FakeHubControl _hub = null!;
    private HubControlClient _control = null!;
    private IProcessLauncher _launcher = null!;

    public async ValueTask InitializeAsync()
    {
        _state = StateDirectory.Open(Path.Combine(_directory.Path, "state"));
        _authority = CertificateAuthority.LoadOrCreate(_state, TimeProvider.System);
        _hub = await FakeHubControl.StartAsync(_state.HubSocketPath);
        _control = new HubControlClient(_state.HubSocketPath);
        _launcher = ProcessLauncher.Create(_state.Path, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents) await agent.DisposeAsync();
        _launcher.Dispose();
        _control.Dispose();
        await _hub.DisposeAsync();
        _authority.Dispose();
        _directory.Dispose();
    }

    private async Task<EdgeAgent> StartAsync(string modules, string twins = "", ModuleCredentials credentials = ModuleCredentials.Workload)
    {
        var manifest = DeploymentManifest.Parse($$$"""
            {"modulesContent":{
            "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{"type":"docker"},"systemModules":{},"modules":{ {{{modules}}} } }},
            "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{"r":"FROM /* INTO $upstream"},"storeAndForwardConfiguration":{"timeToLiveSecs":1} }}
            {{{twins}}} }}
            """);
        manifest.Problems.Should().BeEmpty();
        var options = new EdgeRuntimeOptions
        {
            DeviceId = "dev", Credentials = credentials, CoolOff = TimeSpan.FromMilliseconds(50), OnLine = line => _output.Add($"{line.Module}: {line.Text}"),
        };
        var agent = new EdgeAgent(new AgentContext(options, _state, _launcher, NullLogger.Instance), manifest.Manifest!, _control);
        _agents.Add(agent);
        var images = new Dictionary<string, ModuleImage> { ["test:latest"] = new("test:latest", TestModule.AssemblyPath) };
        await agent.StartAsync(images, new HubEndpoint("hub.example.com", "gw", new HubPorts(18883, 15671, 18443)), _authority, TestContext.Current.CancellationToken);
        return agent;
    }

    private static string Module(string name, string behavior, string more = "") =>
        $$"""
        "{{name}}":{"type":"docker","status":"running","settings":{"image":"test"},"env":{"BEHAVIOR":{"value":"{{behavior}}"} } {{more}} }
        """;

    [Fact]
    public async Task Agent_OfADeployment_MakesIdentitiesAndTwinsBeforeItStartsModules()
    {
        var agent = await StartAsync(Module("m", "print:hello wait"), """ ,"m":{"properties.desired":{"limit":5}} """);

        await _output.WaitForAsync("m: hello");
        _hub.Modules.Should().BeEquivalentTo("$edgeAgent", "$edgeHub", "m");
        _hub.Requests.Where(request => request.Contains("twins", StringComparison.Ordinal)).Should().Equal(
            "PUT /twins/dev/modules/$edgeAgent", "PUT /twins/dev/modules/$edgeHub", "PUT /twins/dev/modules/m");
        _hub.Twins["m"].Should().Be("""{"properties":{"desired":{"limit":5}}}""");
        agent.Instances.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "m", Image = "test", Status = ModuleStatus.Running });
    }

    [Fact]
    public async Task Module_WithAWorkloadSocket_FindsItsEnvironment()
    {
        await StartAsync(Module("m", "env print:done wait"));

        await _output.WaitForAsync("m: done");
        _output.Lines.Should().Contain(
        [
            "m: IOTEDGE_APIVERSION=2022-08-03", "m: IOTEDGE_AUTHSCHEME=sasToken", "m: IOTEDGE_DEVICEID=dev", "m: IOTEDGE_MODULEID=m",
            "m: IOTEDGE_MODULEGENERATIONID=637", "m: IOTEDGE_IOTHUBHOSTNAME=hub.example.com", "m: IOTEDGE_GATEWAYHOSTNAME=gw:18883",
            $"m: IOTEDGE_WORKLOADURI=unix://{_state.WorkloadSocketPath("m")}", $"m: EdgeModule__StoragePath={_state.StoragePath("m")}",
            $"m: HOME={_state.HomePath("m")}", $"m: cwd={Path.GetDirectoryName(TestModule.AssemblyPath)}",
        ]);
        _output.Lines.Should().NotContain(line => line.StartsWith("m: EdgeHubConnectionString", StringComparison.Ordinal));
        File.Exists(_state.WorkloadSocketPath("m")).Should().BeTrue();
    }

    [Fact]
    public async Task Module_WithAConnectionString_FindsItsKeyAndTheCertificate()
    {
        await StartAsync(Module("m", "env print:done wait"), credentials: ModuleCredentials.ConnectionString);

        await _output.WaitForAsync("m: done");
        _output.Lines.Should().Contain(
        [
            $"m: EdgeHubConnectionString=HostName=hub.example.com;GatewayHostName=gw:18883;DeviceId=dev;ModuleId=m;SharedAccessKey={_hub.KeyOf("m")}",
            $"m: EdgeModuleCACertificateFile={_state.CertificatePath}",
        ]);
        _output.Lines.Should().NotContain(line => line.StartsWith("m: IOTEDGE_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Module_ThatIsKilled_ComesBackAndIsCounted()
    {
        var agent = await StartAsync(Module("m", "print:ready wait"));
        await _output.WaitForAsync("m: ready");
        var first = agent.Instances.Single().ProcessId!.Value;

        using (var process = Process.GetProcessById(first)) process.Kill();

        await _output.WaitForAsync(_ => _output.Lines.Count(line => line == "m: ready") == 2);
        agent.Instances.Single().Should().BeEquivalentTo(new { Status = ModuleStatus.Running, RestartCount = 1, ExitCode = 137 });
        agent.Instances.Single().ProcessId.Should().NotBe(first);
    }

    [Fact]
    public async Task Modules_WithAStartupOrder_StartInIt()
    {
        var agent = await StartAsync(string.Join(',', Module("late", "wait"), Module("early", "wait", ""","startupOrder":1"""), Module("first", "wait", ""","startupOrder":0""")));

        agent.Instances.Select(instance => instance.Name).Should().Equal("late", "early", "first");
        agent.Instances.OrderBy(instance => instance.LastStart).Select(instance => instance.Name).Should().Equal("first", "early", "late");
    }

    [Fact]
    public async Task Module_ThatShallBeStopped_HasAnIdentityAndNoProcess()
    {
        var agent = await StartAsync("""
            "m":{"type":"docker","status":"stopped","settings":{"image":"test"}}
            """);

        agent.Instances.Single().Should().BeEquivalentTo(new { Status = ModuleStatus.Stopped, ProcessId = (int?)null });
        _hub.Modules.Should().Contain("m");
    }

    [Fact]
    public async Task Module_ThatLeftTheDeployment_LosesItsIdentity()
    {
        await (await StartAsync(Module("old", "wait"))).DisposeAsync();

        await StartAsync(Module("young", "wait"));

        _hub.Modules.Should().BeEquivalentTo("$edgeAgent", "$edgeHub", "young");
    }

    [Fact]
    public async Task Agent_ThatIsStopped_StopsItsModulesInOrder()
    {
        var agent = await StartAsync(string.Join(',', Module("one", "print:ready wait exit:0"), Module("two", "print:ready wait exit:0")));
        await _output.WaitForAsync("one: ready");
        await _output.WaitForAsync("two: ready");
        var processIds = agent.Instances.Select(instance => instance.ProcessId!.Value).ToList();

        await agent.DisposeAsync();

        _output.Lines.Should().Contain(["one: stopping", "two: stopping"]);
        agent.Instances.Should().OnlyContain(instance => instance.Status == ModuleStatus.Stopped && instance.ExitCode == 0 && instance.RestartCount == 0);
        processIds.Should().NotContain(processId => ProcessTable.IsAlive(processId));
        File.ReadAllText(_state.LogPath("one")).Should().Contain(" ready\n").And.Contain(" stopping\n");
    }

    [Fact]
    public async Task Agent_ThatIsAsked_ListsItsModules()
    {
        var agent = await StartAsync(Module("m", "print:ready wait"));
        await _output.WaitForAsync("m: ready");
        var api = new AgentApi(() => agent.Instances);
        await using var server = await Runtime.Sockets.UnixSocketServer<AgentApi>.StartAsync(
            new Dictionary<string, AgentApi> { [_state.AgentSocketPath] = api }, (_, context) => api.AnswerAsync(context), TestContext.Current.CancellationToken);

        using var json = await UnixSocketRequest.GetJsonAsync(_state.AgentSocketPath, "/modules");

        var module = json.RootElement.GetProperty("modules")[0];
        module.GetProperty("name").GetString().Should().Be("m");
        module.GetProperty("pid").GetInt32().ToString(CultureInfo.InvariantCulture).Should().Be(agent.Instances.Single().ProcessId.ToString());
        module.GetProperty("status").GetProperty("runtimeStatus").GetProperty("status").GetString().Should().Be("running");
        module.GetProperty("config").GetProperty("settings").GetProperty("image").GetString().Should().Be("test");
    }
}
