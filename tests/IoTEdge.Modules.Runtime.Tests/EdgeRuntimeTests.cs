using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Supervision;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests;

public sealed class EdgeRuntimeTests
{
    private readonly LineCollector _output = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<EdgeRuntime> StartAsync(TestDeployment deployment, Func<EdgeRuntimeOptions, EdgeRuntimeOptions>? change = null)
    {
        var options = deployment.Options with { OnLine = line => _output.Add($"{line.Module}: {line.Text}") };
        return EdgeRuntime.StartAsync(change is null ? options : change(options), Cancellation);
    }

    [Fact]
    public async Task Runtime_OfADeployment_RunsTheHubAndItsModules()
    {
        using var deployment = new TestDeployment(("one", "print:ready wait"), ("two", "print:ready wait"));
        await using var runtime = await StartAsync(deployment);
        await _output.WaitForAsync("one: ready");
        await _output.WaitForAsync("two: ready");

        runtime.Modules.Select(instance => instance.Name).Should().Equal("edgeHub", "one", "two");
        runtime.Modules.Should().OnlyContain(instance => instance.Status == ModuleStatus.Running && instance.ProcessId > 0);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, runtime.MqttPort, Cancellation);
    }

    [Fact]
    public async Task Hub_ThatIsKilled_ComesBackOnItsPortAndHarmsNoModule()
    {
        using var deployment = new TestDeployment(("one", "print:ready wait"));
        await using var runtime = await StartAsync(deployment);
        await _output.WaitForAsync("one: ready");
        var before = runtime.Modules;
        var port = runtime.MqttPort;

        using (var hub = Process.GetProcessById(before[0].ProcessId!.Value)) hub.Kill();

        // Not by the port alone: a process that is being killed may still take a connection.
        await Eventually.IsTrueAsync(() => runtime.Modules[0].RestartCount > 0, () => $"edgeHub is {runtime.Modules[0]}");
        await Eventually.IsTrueAsync(() => IsListeningAsync(port), () => $"edgeHub is {runtime.Modules[0]}, and port {port} is closed");
        runtime.Modules[1].ProcessId.Should().Be(before[1].ProcessId);
    }

    [Fact]
    public async Task Runtime_ThatStartsAgain_ResumesItsState()
    {
        using var deployment = new TestDeployment(("one", "print:ready wait"));
        var identity = new ModuleIdentity(deployment.Options.DeviceId, "one");
        string key;
        await using (var first = await StartAsync(deployment)) key = (await first.Control.EnsureModuleAsync(identity, Cancellation)).Key.ToBase64();

        await using (var second = await StartAsync(deployment)) (await second.Control.EnsureModuleAsync(identity, Cancellation)).Key.ToBase64().Should().Be(key);
        await using (var fresh = await StartAsync(deployment, options => options with { Fresh = true }))
            (await fresh.Control.EnsureModuleAsync(identity, Cancellation)).Key.ToBase64().Should().NotBe(key);
    }

    [Fact]
    public async Task Runtime_OfAnUnchangedManifest_ChangesNoTwin()
    {
        using var deployment = new TestDeployment(("one", "print:ready wait"));
        var twins = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var runtime = await StartAsync(deployment);
            using var handler = UnixSocketRequest.Handler(StateDirectory.Open(deployment.StateDirectory).HubSocketPath);
            using var http = new HttpClient(handler);
            var twin = await http.GetStringAsync(new Uri("http://hub/twins/edge-device/modules/$edgeHub"), Cancellation);
            twins.Add(System.Text.Json.Nodes.JsonNode.Parse(twin)!["properties"]!["desired"]!.ToJsonString());
        }

        twins[1].Should().Be(twins[0]).And.Contain("\"$version\"");
    }

    [Fact]
    public async Task Runtime_OnAPortThatIsTaken_SaysWhichAndHowToMove()
    {
        using var deployment = new TestDeployment(("one", "wait"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var act = () => StartAsync(deployment, options => options with { MqttPort = port });

        (await act.Should().ThrowAsync<EdgeRuntimeException>()).Which.Message.Should().Contain($"{port}").And.Contain("--mqtt-port");
    }

    [Fact]
    public async Task Runtime_OnAStateInUse_IsRefused()
    {
        using var deployment = new TestDeployment(("one", "wait"));
        await using var first = await StartAsync(deployment);

        var act = () => StartAsync(deployment);

        (await act.Should().ThrowAsync<EdgeRuntimeException>()).Which.Message.Should().Contain("Another runtime uses");
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
