using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Hubs;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using IoTEdge.Modules.Runtime.Tests.Processes;
using TemporaryDirectory = IoTEdge.Modules.Runtime.Tests.State.TemporaryDirectory;

namespace IoTEdge.Modules.Runtime.Tests.Upstream;

/// <summary>Messages at <c>$upstream</c>, and where they go on to.</summary>
public sealed class UpstreamForwarderTests
{
    private const string Events = "devices/edge/modules/sensor/messages/events/";

    [Fact]
    public async Task File_GetsALineForEachMessage_AndNoneTwiceAfterARestart()
    {
        using var directory = new TemporaryDirectory();
        using var output = new TemporaryDirectory();
        Directory.CreateDirectory(output.NewPath());
        var file = Path.Combine(output.NewPath(), "upstream.jsonl");
        await using (var first = await StartAsync(file, directory: directory))
        {
            await SendAsync(first, "one", "two");
            await LinesAsync(file, 2);
        }

        await using var second = await StartAsync(file, directory: directory);
        await SendAsync(second, "three");

        var lines = await LinesAsync(file, 3);
        lines.Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(JsonNode.Parse(line)!["bodyBase64"]!.GetValue<string>()))).Should().Equal("one", "two", "three");
        JsonNode.Parse(lines[0])!["systemProperties"]!["connectionModuleId"]!.GetValue<string>().Should().Be("sensor");
        JsonNode.Parse(lines[0])!["properties"]!["unit"]!.GetValue<string>().Should().Be("C");
    }

    [Fact]
    public async Task OtherHub_GetsEveryMessageInOrder_AlsoWhatCameWhileItWasAway()
    {
        using var above = new TemporaryDirectory();
        var cloud = await HubFixture.StartAsync(directory: above);
        await cloud.RouteAsync("FROM /messages/* INTO $upstream");
        var gateway = await cloud.Hub.Identities.PutAsync(new ClientIdentity("gateway", null), new IdentityChange(), HubFixture.Cancellation);
        var port = cloud.Local.MqttPort;
        var target = $"HostName=local.azure-devices.net;GatewayHostName=localhost:{port};DeviceId=gateway;SharedAccessKey={gateway.PrimaryKey.ToBase64()}";
        await using var edge = await StartAsync(target, cloud.Local.CertificatePath);

        await SendAsync(edge, "one", "two");
        await BodiesAsync(cloud, 2);
        await cloud.DisposeAsync();
        await SendAsync(edge, "three", "four");
        await Eventually.IsTrueAsync(() => edge.Warnings.Any(warning => warning.Contains("wait, because", StringComparison.Ordinal)), () => "the edge has not noticed that its upstream is away");
        cloud = await HubFixture.StartAsync(directory: above, mqttPort: port);
        await using var back = cloud;

        (await BodiesAsync(back, 4)).Should().Equal("one", "two", "three", "four");
        var message = (await back.Hub.Upstream.ReadAsync(0, 1, TimeSpan.Zero, HubFixture.Cancellation))[0];
        message.DeviceId.Should().Be("gateway");
        message.Properties.Should().Contain("edge-device", "edge").And.Contain("edge-module", "sensor").And.Contain("unit", "C");
        edge.Warnings.Should().OnlyContain(warning => !warning.Contains("SharedAccessKey", StringComparison.Ordinal) && !warning.Contains(gateway.PrimaryKey.ToBase64(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HostName=h;DeviceId=d", "SharedAccessKey is missing")]
    [InlineData("HostName=h;DeviceId=d;SharedAccessKey=x", "SharedAccessKey")]
    [InlineData("mqtt://", "cannot go on")]
    [InlineData("ssl://user:secret@broker", "'ssl' is neither mqtt nor mqtts")]
    public async Task Target_ThatIsNone_IsRefusedAtTheStart(string target, string reason)
    {
        var start = () => StartAsync(target);

        (await start.Should().ThrowAsync<LocalHubException>()).Which.Message.Should().Contain(reason).And.NotContain("secret");
    }

    private static Task<HubFixture> StartAsync(string target, string? certificatePath = null, TemporaryDirectory? directory = null) =>
        HubFixture.StartAsync(directory: directory, configure: options => options with { Upstream = target, UpstreamCertificatePath = certificatePath });

    private static async Task SendAsync(HubFixture hub, params string[] bodies)
    {
        await hub.RouteAsync("FROM /messages/* INTO $upstream");
        await using var sensor = await hub.ConnectAsync("sensor");
        ushort id = 0;
        foreach (var body in bodies)
        {
            await sensor.PublishAsync(Events + "%24.on=out&unit=C", body, ++id);
            await sensor.ReadPubAckAsync();
        }
    }

    private static async Task<string[]> LinesAsync(string file, int count)
    {
        var lines = Array.Empty<string>();
        await Eventually.IsTrueAsync(async () => File.Exists(file) && (lines = await File.ReadAllLinesAsync(file, HubFixture.Cancellation)).Length >= count, () => $"the file has {lines.Length} lines");
        return lines;
    }

    private static async Task<string[]> BodiesAsync(HubFixture hub, int count)
    {
        var bodies = Array.Empty<string>();
        await Eventually.IsTrueAsync(
            async () => (bodies = [.. (await hub.Hub.Upstream.ReadAsync(0, 100, TimeSpan.Zero, HubFixture.Cancellation)).Select(message => Encoding.UTF8.GetString(message.Body.Span))]).Length >= count,
            () => $"there are {string.Join(", ", bodies)}");
        return bodies;
    }
}
