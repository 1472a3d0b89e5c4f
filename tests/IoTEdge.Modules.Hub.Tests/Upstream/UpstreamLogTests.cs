using System.Text;

namespace IoTEdge.Modules.Hub.Tests.Upstream;

public sealed class UpstreamLogTests
{
    [Fact]
    public async Task ReadAsync_MoreThanTheCapacity_HasTheNewest()
    {
        await using var hub = await TestHub.StartAsync(upstreamCapacity: 3);
        await hub.RouteAsync("FROM /messages/* INTO $upstream");

        await hub.SendAsync("sensor", "o", "1", "2", "3", "4", "5");

        var messages = await hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.Zero, TestHub.Cancellation);
        messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)).Should().Equal("3", "4", "5");
        hub.Hub.ReadStatistics().Endpoints.Single().Queued.Should().Be(3);
    }

    [Fact]
    public async Task ReadAsync_NothingThere_WaitsForTheFirstOrTheEndOfItsPatience()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.RouteAsync("FROM /messages/* INTO $upstream");

        var patient = hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.FromSeconds(20), TestHub.Cancellation);
        hub.Time.Advance(TimeSpan.FromSeconds(19));
        patient.IsCompleted.Should().BeFalse();
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        (await patient).Should().BeEmpty();

        var lucky = hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.FromSeconds(20), TestHub.Cancellation);
        await hub.SendAsync("sensor", "o", "x");
        (await lucky).Should().ContainSingle();
    }
}
