namespace IoTEdge.Modules.Tests.Connection;

public sealed class TerminalFaultTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new() { AcknowledgesAtOnce = false };

    [Theory]
    [InlineData(EdgeModuleErrorReason.Unauthorized)]
    [InlineData(EdgeModuleErrorReason.UntrustedHub)]
    public async Task Reconnect_RefusedTooOften_FaultsAndEverythingThatWaitsFails(EdgeModuleErrorReason reason)
    {
        await using var client = Create(maxRefusals: 3);
        await client.OpenAsync(Cancellation);
        var connection = await _hub.NextConnectionAsync();
        var waiting = client.SendAsync("out", new EdgeMessage("x"u8.ToArray()), Cancellation);
        await connection.NextSentAsync();
        for (var i = 0; i < 3; i++) _hub.RefuseNext(reason);
        connection.Lose();

        (await waiting.Awaiting(send => send.Soon("the fault")).Should().ThrowAsync<EdgeModuleException>()).Which.Reason.Should().Be(reason);
        client.State.Should().BeEquivalentTo(new { Status = ConnectionStatus.Faulted, Reason = reason, Detail = "refused by the test" });
        Func<Task>[] later =
        [
            () => client.SendAsync("out", new EdgeMessage("y"u8.ToArray()), Cancellation),
            () => client.GetTwinAsync(Cancellation),
            () => client.SetMethodHandlerAsync("m", (_, _) => Task.FromResult(new MethodResult(200)), Cancellation),
        ];
        foreach (var call in later)
            (await call.Awaiting(c => c().Soon("an answer")).Should().ThrowAsync<EdgeModuleException>()).Which.Reason.Should().Be(reason);
        await client.CloseAsync(Cancellation).Soon("closing");
        client.State.Status.Should().Be(ConnectionStatus.Closed);
    }

    [Fact]
    public async Task Reconnect_RefusedButThenLetIn_CountsAnew()
    {
        await using var client = Create(maxRefusals: 3);
        await client.OpenAsync(Cancellation);
        for (var round = 0; round < 4; round++)
        {
            var connection = await _hub.NextConnectionAsync();
            for (var i = 0; i < 2; i++) _hub.RefuseNext(EdgeModuleErrorReason.Unauthorized);
            connection.Lose();
        }

        await _hub.NextConnectionAsync();
    }

    [Fact]
    public async Task Reconnect_HubAwayForLong_IsNoRefusal()
    {
        await using var client = Create(maxRefusals: 3);
        await client.OpenAsync(Cancellation);
        var connection = await _hub.NextConnectionAsync();
        for (var i = 0; i < 30; i++) _hub.RefuseNext(i % 2 == 0 ? EdgeModuleErrorReason.Connection : EdgeModuleErrorReason.Timeout);
        connection.Lose();
        await _hub.NextConnectionAsync();
    }

    [Fact]
    public async Task Reconnect_WithoutALimit_NeverGivesUp()
    {
        await using var client = Create(maxRefusals: 0);
        await client.OpenAsync(Cancellation);
        var connection = await _hub.NextConnectionAsync();
        for (var i = 0; i < 50; i++) _hub.RefuseNext(EdgeModuleErrorReason.Unauthorized);
        connection.Lose();
        await _hub.NextConnectionAsync();
    }

    private EdgeModuleClient Create(int maxRefusals) =>
        EdgeModuleClient.CreateFromConnectionString(TestClient.ConnectionString, TestClient.Options(_hub) with { MaxRefusals = maxRefusals });
}
