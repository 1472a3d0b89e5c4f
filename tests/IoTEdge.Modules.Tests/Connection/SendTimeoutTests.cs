using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Connection;

public sealed class SendTimeoutTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();
    private readonly FakeHub _hub = new() { AcknowledgesAtOnce = false };

    [Fact]
    public async Task AcknowledgementTimeout_HubThatAcknowledgesNothing_IsLeftAndTheNextConnectionSendsAgain()
    {
        await using var client = TestClient.Create(_hub, _time);
        await client.OpenAsync(Cancellation);
        var silent = await _hub.NextConnectionAsync();
        _time.Advance(TimeSpan.FromSeconds(45));
        var send = client.SendAsync("out", Message("kept"), Cancellation);
        await silent.NextSentAsync();
        _time.Advance(TimeSpan.FromSeconds(59));
        silent.Closed.IsCompleted.Should().BeFalse("the message has waited for 59 s");

        _hub.AcknowledgesAtOnce = true;
        var next = await _hub.NextConnectionAsync().WhileTimePasses(_time, TimeSpan.FromSeconds(1), "the next connection");
        (await next.NextSentAsync()).Body.Should().Be("kept");
        await send.Soon("the acknowledgement");
        silent.Closed.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task AcknowledgementTimeout_HubThatIsSlowButAnswers_KeepsItsConnection()
    {
        await using var client = TestClient.Create(_hub, _time);
        await client.OpenAsync(Cancellation);
        var slow = await _hub.NextConnectionAsync();
        for (var i = 0; i < 5; i++)
        {
            var send = client.SendAsync("out", Message($"m{i}"), Cancellation);
            var sent = await slow.NextSentAsync();
            _time.Advance(TimeSpan.FromSeconds(50));
            sent.Acknowledgement.SetResult();
            await send.Soon("the acknowledgement");
        }

        client.State.Status.Should().Be(ConnectionStatus.Connected);
        slow.Closed.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task SendTimeout_HubThatStaysAway_FailsTheSend()
    {
        await using var client = EdgeModuleClient.CreateFromConnectionString(
            TestClient.ConnectionString, TestClient.Options(_hub, _time) with { SendTimeout = TimeSpan.FromSeconds(10) });
        await client.OpenAsync(Cancellation);
        var send = client.SendAsync("out", Message("given up"), Cancellation);
        await (await _hub.NextConnectionAsync()).NextSentAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        send.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));
        (await send.Awaiting(task => task.Soon("the time-out")).Should().ThrowAsync<EdgeModuleException>().WithMessage("*edge-send*dev/filter*"))
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Timeout);
    }

    private static EdgeMessage Message(string body) => new(System.Text.Encoding.UTF8.GetBytes(body));
}
