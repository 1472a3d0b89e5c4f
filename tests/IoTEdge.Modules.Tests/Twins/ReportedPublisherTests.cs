using System.Text.Json.Nodes;
using IoTEdge.Modules.Tests.Hosting;

namespace IoTEdge.Modules.Tests.Twins;

public sealed partial class ReportedPublisherTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new();

    [Fact]
    public async Task Flush_OfWhatCannotBeWritten_FailsAndTheNextOneWorks()
    {
        using var host = await ModuleHost.StartAsync<Gauge>(_hub);
        var reported = host.Module<Gauge>().Reported;
        reported.Update(status => status with { Level = double.NaN });
        (await reported.Awaiting(it => it.FlushAsync(Cancellation).Soon("the first flush")).Should().ThrowAsync<EdgeModuleException>()).Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);
        reported.Update(status => status with { Level = 7 });
        await reported.FlushAsync(Cancellation).Soon("the second flush");
        _hub.Reported["level"]!.GetValue<double>().Should().Be(7);
    }

    [Fact]
    public async Task Publish_ReportedThatBreakALimit_StillAcknowledgesDesired()
    {
        using var host = await ModuleHost.StartAsync<Gauge>(_hub);
        var reported = host.Module<Gauge>().Reported;
        reported.Update(status => status with { Name = new string('x', 5000) });
        (await reported.Awaiting(it => it.FlushAsync(Cancellation).Soon("the flush")).Should().ThrowAsync<EdgeModuleException>()).WithMessage("*name*");
        (await _hub.NextConnectionAsync()).Handler.OnDesiredPatch(new JsonObject { ["level"] = 4 }, 2);
        await _hub.ReportedAsync(document => document["lastDesiredVersion"]?.GetValue<long>() == 2);
        _hub.Reported.ContainsKey("name").Should().BeFalse();
    }

    [Fact]
    public async Task Publish_HubThatDoesNotAnswerInTime_IsTriedAgainAndTheFlushWaits()
    {
        using var host = await ModuleHost.StartAsync<Gauge>(_hub);
        var reported = host.Module<Gauge>().Reported;
        await reported.FlushAsync(Cancellation).Soon("the acknowledgement");
        _hub.FailNextPatch(EdgeModuleErrorReason.Timeout);
        reported.Update(status => status with { Level = 3 });
        await reported.FlushAsync(Cancellation).Soon("the flush");
        _hub.Reported["level"]!.GetValue<double>().Should().Be(3);
    }

    [Fact]
    public async Task Publish_MembersWithoutAValue_AreAbsentAndNotDeletedAgainAndAgain()
    {
        using var host = await ModuleHost.StartAsync<Gauge>(_hub);
        var reported = host.Module<Gauge>().Reported;
        var connection = await _hub.NextConnectionAsync();
        foreach (var level in new[] { 1, 2 })
        {
            reported.Update(status => status with { Level = level, Name = null });
            await reported.FlushAsync(Cancellation).Soon("the flush");
        }

        while (connection.Patches.Reader.TryRead(out var patch)) patch.Should().NotContain("null");
        reported.Update(status => status with { Name = "a" });
        await reported.FlushAsync(Cancellation).Soon("the flush");
        reported.Update(status => status with { Name = null });
        await reported.FlushAsync(Cancellation).Soon("the flush");
        _hub.Reported.ContainsKey("name").Should().BeFalse();
    }

    [Fact]
    public async Task Publish_Components_AreMarked()
    {
        using var host = await ModuleHost.StartAsync<Gauge>(_hub, options => options.Components.Add("probe"));
        var reported = host.Module<Gauge>().Reported;
        reported.Update(status => status with { Probe = new Probe { Depth = 2 } });
        await reported.FlushAsync(Cancellation).Soon("the flush");
        _hub.Reported["probe"]!.ToJsonString().Should().Be("""{"depth":2,"__t":"c"}""");
    }

    public sealed record Status
    {
        public double Level { get; init; }

        public string? Name { get; init; }

        public Probe? Probe { get; init; }
    }

    public sealed record Probe
    {
        public int Depth { get; init; }
    }

    public sealed partial class Gauge : EdgeModuleBase<Status, Status>;
}
