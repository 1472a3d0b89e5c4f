using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using StreamProcessingJob;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>Settings that change while the sample's modules run, connected and cut off: each arrives, once.</summary>
public sealed class SettingsChangeTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task WindowLengthAndLimit_ChangedConnectedAndCutOff_ArriveOnceEach()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        await using var relay = new CuttableRelay(hub.MqttPort);
        var pressConnection = await hub.AddModuleAsync("press", null, Cancellation);
        var windowsConnection = await hub.AddModuleAsync("windows", relay.Port, Cancellation);
        var alertConnection = await hub.AddModuleAsync("alert", relay.Port, Cancellation);
        await hub.SetRoutesAsync(new JsonObject
        {
            ["readings"] = "FROM /messages/modules/press/outputs/readings INTO BrokeredEndpoint(\"/modules/windows/inputs/readings\")",
            ["windows"] = "FROM /messages/modules/windows/outputs/windows INTO $upstream",
            ["toAlert"] = "FROM /messages/modules/windows/outputs/windows INTO BrokeredEndpoint(\"/modules/alert/inputs/windows\")",
            ["alerts"] = "FROM /messages/modules/alert/outputs/alerts INTO $upstream",
        }, Cancellation);
        await hub.PatchDesiredAsync("windows", new JsonObject { ["windowSeconds"] = 60 }, Cancellation);
        await hub.PatchDesiredAsync("alert", new JsonObject { ["limit"] = 100 }, Cancellation);
        using var job = hub.StartModule("StreamProcessingJob", windowsConnection);
        using var alert = hub.StartModule("TemperatureAlert", alertConnection);
        try
        {
            await ExpectAsync(hub, windowSeconds: 60, limit: 100, changes: 1);
            await using var press = await PressAsync(hub, pressConnection);
            await SendAsync(hub, press, 0, 100, value: 50); // windows 0 and 60: no alert

            // The limit of 100 is for the window that closed before it changes, so the alert must have looked at it.
            await hub.WaitForReportedAsync("alert", reported => reported["windows"]?.GetValue<long>() == 1, Cancellation);

            await hub.PatchDesiredAsync("windows", new JsonObject { ["windowSeconds"] = 30 }, Cancellation);
            await hub.PatchDesiredAsync("alert", new JsonObject { ["limit"] = 40 }, Cancellation);
            await ExpectAsync(hub, windowSeconds: 30, limit: 40, changes: 2);
            await SendAsync(hub, press, 100, 200, value: 50); // 60 to 120 is a window still, then 120, 150, 180: alerts from now on

            await relay.CutAsync();
            await hub.PatchDesiredAsync("windows", new JsonObject { ["windowSeconds"] = 20 }, Cancellation);
            await hub.PatchDesiredAsync("alert", new JsonObject { ["limit"] = 45 }, Cancellation);
            relay.Restore();
            await ExpectAsync(hub, windowSeconds: 20, limit: 45, changes: 3);
            await SendAsync(hub, press, 200, 270, value: 50); // 180 to 210 is a window still, then 210, 230, 250

            await hub.PatchDesiredAsync("windows", new JsonObject { ["windowSeconds"] = 25 }, Cancellation);
            await hub.PatchDesiredAsync("alert", new JsonObject { ["limit"] = 46 }, Cancellation);
            await ExpectAsync(hub, windowSeconds: 25, limit: 46, changes: 4);
            await CheckUpstreamAsync(hub);
        }
        finally
        {
            await StopAsync(job);
            await StopAsync(alert);
        }
    }

    private static async Task ExpectAsync(HubFixture hub, int windowSeconds, double limit, int changes)
    {
        await hub.WaitForReportedAsync("windows", reported =>
            reported["windowSeconds"]?.GetValue<int>() == windowSeconds && reported["settingsChanges"]?.GetValue<int>() == changes, Cancellation);
        await hub.WaitForReportedAsync("alert", reported =>
            reported["limit"]?.GetValue<double>() == limit && reported["settingsChanges"]?.GetValue<int>() == changes, Cancellation);
    }

    private static async Task CheckUpstreamAsync(HubFixture hub)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var upstream = new UpstreamReader(hub.Control);
        await upstream.ReadUntilAsync(() => upstream.Windows("windows").Count >= 8 && upstream.Messages.Count(message => message.Module == "alert") >= 6, limit.Token);
        var bounds = upstream.Windows("windows").Select(window => (window.Start.ToUnixTimeSeconds(), window.End.ToUnixTimeSeconds(), window.Count));
        bounds.Should().Equal((0, 60, 60), (60, 120, 60), (120, 150, 30), (150, 180, 30), (180, 210, 30), (210, 230, 20), (230, 250, 20), (250, 270, 20));
        upstream.Messages.Where(message => message.Module == "alert").DistinctBy(message => message.Id)
            .Select(message => DateTimeOffset.Parse(message.Body["start"]!.GetValue<string>()).ToUnixTimeSeconds())
            .Should().Equal(60, 120, 150, 180, 210, 230, 250);
    }

    private static async Task<EdgeModuleClient> PressAsync(HubFixture hub, string connectionString)
    {
        var press = EdgeModuleClient.CreateFromConnectionString(connectionString, new() { CaCertificateFile = hub.CertificatePath });
        await press.OpenAsync(Cancellation);
        return press;
    }

    private static async Task SendAsync(HubFixture hub, EdgeModuleClient press, int from, int to, double value)
    {
        for (var second = from; second < to; second++)
        {
            var reading = new Reading("m", "temperature", DateTimeOffset.FromUnixTimeSeconds(second), value);
            await press.SendAsync("readings", EdgeMessage.FromJson(JsonSerializer.Serialize(reading, JsonSerializerOptions.Web)), Cancellation);
        }

        if (to == 270) await press.SendAsync("readings", EdgeMessage.FromJson("""{"machine":"m","quantity":"temperature","time":"1970-01-01T00:04:29Z","value":0,"isLast":true}"""), Cancellation);

        // A change holds from the window of the latest reading on, so the job must have counted what was sent before it.
        await hub.WaitForReportedAsync("windows", reported => reported["counted"]?.GetValue<long>() == to, Cancellation);
    }

    private static async Task StopAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
    }
}
