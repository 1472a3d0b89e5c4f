using System.Diagnostics;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>What arrives at <c>$upstream</c> goes on to mosquitto.</summary>
public sealed class UpstreamBrokerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_OfUpstream_ReachABrokerBehindAPrefix()
    {
        await using var broker = await MosquittoServer.StartAsync(Cancellation);
        await using var hub = await HubFixture.StartAsync(Cancellation, options => options with { Upstream = $"mqtts://localhost:{broker.Port}/plant/one", UpstreamCertificatePath = broker.CertificatePath });
        await hub.SetRoutesAsync(new JsonObject { ["up"] = "FROM /messages/* INTO $upstream" }, Cancellation);
        await using var module = EdgeModuleClient.CreateFromConnectionString(await hub.AddModuleAsync("sensor", null, Cancellation), new() { CaCertificateFile = hub.CertificatePath });
        await module.OpenAsync(Cancellation);
        using var listener = Listen(broker);

        // The listener hears nothing of what came before it subscribed.
        var line = listener.StandardOutput.ReadLineAsync(Cancellation).AsTask();
        while (!line.IsCompleted)
            await module.SendAsync("out", new EdgeMessage("21"u8.ToArray()) { MessageId = "m/1" }, Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        (await line).Should().MatchRegex("^plant/one/devices/dev/modules/sensor/messages/events/.*%24\\.mid=m%2F1.*%24\\.on=out 21$").And.NotContain("cdid");
        listener.Kill();
    }

    private static Process Listen(MosquittoServer broker) => Process.Start(
        new ProcessStartInfo(
            Needs.Program("mosquitto_sub"),
            ["-h", "localhost", "-p", $"{broker.Port}", "--cafile", broker.CertificatePath, "-t", "plant/one/#", "-C", "1", "-F", "%t %p"])
        {
            RedirectStandardOutput = true,
        })!;
}
