using System.Text.Json.Nodes;
using StreamProcessingJob;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>A whole recording through sensor, job and upstream, over MQTT and TLS, in processes of their own.</summary>
public sealed class RecordingReplayTests
{
    private const int WindowSeconds = 3600;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Replay_Undisturbed_CountsEveryRowOnce()
    {
        var recording = Needs.Recording();
        await using var line = LineProcess.Start(Deployment(recording));
        await CheckAsync(line, recording, (_, _) => Task.CompletedTask);
    }

    [Fact]
    public async Task Replay_JobHubAndAgentKilledOnTheWay_CountsEveryRowOnce()
    {
        var recording = Needs.Recording();
        await using var line = LineProcess.Start(Deployment(recording));
        await CheckAsync(line, recording, async (reader, cancellationToken) =>
        {
            string[] victims = ["windows", "edgeHub", "windows", "windows", "agent", "windows", "edgeHub", "press", "windows"];
            for (var i = 0; i < victims.Length; i++)
            {
                var windows = reader.Messages.Count + 60;
                await reader.ReadUntilAsync(() => reader.Messages.Count >= windows, cancellationToken);
                if (victims[i] != "agent")
                {
                    await line.KillAsync(victims[i], cancellationToken);
                    continue;
                }

                await line.KillAgentAsync(cancellationToken);
                line.StartAgain();
            }
        });
    }

    private static async Task CheckAsync(LineProcess line, string recording, Func<UpstreamReader, CancellationToken, Task> disturb)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var (rows, expected) = IndependentWindows.Of(recording, "press", WindowSeconds);
        var reader = new UpstreamReader(line.Hub);
        try
        {
            await disturb(reader, limit.Token);
            await reader.ReadUntilAsync(() => reader.Windows("windows").Count >= expected.Count, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"After {Limit.TotalMinutes} minutes {reader.Windows("windows").Count} of {expected.Count} windows had arrived. The runner printed last:\n{line.Output}");
        }

        var windows = reader.Windows("windows").OrderBy(window => window.Start).ToList();
        windows.Sum(window => window.Count).Should().Be(rows);
        windows.Should().HaveCount(expected.Count);
        foreach (var (actual, independent) in windows.Zip(expected)) Equal(actual, independent);
        TestContext.Current.SendDiagnosticMessage($"{rows} rows in {windows.Count} windows; {reader.Messages.Count - windows.Count} repetitions.");
    }

    private static void Equal(WindowResult actual, WindowResult expected)
    {
        (actual.Start, actual.End, actual.Count, actual.Min, actual.Max).Should().Be((expected.Start, expected.End, expected.Count, expected.Min, expected.Max));
        actual.Mean.Should().BeApproximately(expected.Mean, 1e-9);
        actual.Deviation.Should().BeApproximately(expected.Deviation, 1e-9);
    }

    private static JsonObject Deployment(string recording) => new Manifest()
        .Module("press", "machine-sensor:1.0", new JsonObject { ["recording"] = recording, ["speed"] = 0 })
        .Module("windows", "stream-processing-job:1.0", new JsonObject { ["windowSeconds"] = WindowSeconds, ["latenessSeconds"] = 7200 })
        .Route("readings", "FROM /messages/modules/press/outputs/readings INTO BrokeredEndpoint(\"/modules/windows/inputs/readings\")")
        .Route("windows", "FROM /messages/modules/windows/outputs/windows INTO $upstream")
        .Build();
}
