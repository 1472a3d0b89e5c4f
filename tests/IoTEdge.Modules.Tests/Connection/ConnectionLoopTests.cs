using System.Text;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Transport;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Connection;

public sealed class ConnectionLoopTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_ConnectionLostBeforeTheAcknowledgement_GoesAgainInOrderWithTheSameIds()
    {
        var hub = new FakeHub { AcknowledgesAtOnce = false };
        await using var client = TestClient.Create(hub);
        await client.OpenAsync(Cancellation);
        var first = await hub.NextConnectionAsync();
        var sends = Enumerable.Range(0, 5).Select(i => client.SendAsync("out", Message($"m{i}"), Cancellation)).ToArray();
        var ids = new List<string?>();
        for (var i = 0; i < 5; i++) ids.Add((await first.NextSentAsync()).Properties[SystemProperties.MessageId]);

        hub.AcknowledgesAtOnce = true;
        first.Lose();
        var second = await hub.NextConnectionAsync();
        for (var i = 0; i < 5; i++)
        {
            var again = await second.NextSentAsync();
            again.Body.Should().Be($"m{i}");
            again.Properties[SystemProperties.MessageId].Should().Be(ids[i]);
        }

        await Task.WhenAll(sends).Soon("all acknowledgements");
        ids.Should().OnlyHaveUniqueItems().And.NotContainNulls();
    }

    [Fact]
    public async Task Send_WhileTheHubIsAway_WaitsAndArrives()
    {
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        await client.OpenAsync(Cancellation);
        var first = await hub.NextConnectionAsync();
        for (var i = 0; i < 3; i++) hub.RefuseNext(EdgeModuleErrorReason.Connection);
        first.Lose();
        var send = client.SendAsync("out", Message("late"), Cancellation);
        (await (await hub.NextConnectionAsync()).NextSentAsync()).Body.Should().Be("late");
        await send.Soon("the acknowledgement");
    }

    [Fact]
    public async Task Send_Cancelled_EndsTheWaitAndLeavesTheOthers()
    {
        var hub = new FakeHub { AcknowledgesAtOnce = false };
        await using var client = TestClient.Create(hub);
        await client.OpenAsync(Cancellation);
        var connection = await hub.NextConnectionAsync();
        using var cancellation = new CancellationTokenSource();
        var given = client.SendAsync("out", Message("given up"), cancellation.Token);
        var kept = client.SendAsync("out", Message("kept"), Cancellation);
        await connection.NextSentAsync();
        await cancellation.CancelAsync();
        await given.Invoking(send => send).Should().ThrowAsync<OperationCanceledException>();
        (await connection.NextSentAsync()).Acknowledgement.SetResult();
        await kept.Soon("the other message");
    }

    [Fact]
    public async Task Close_WhatIsAskedAfterIt_IsRefusedAndDoesNotWait()
    {
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        await client.OpenAsync(Cancellation);
        await client.CloseAsync(Cancellation).Soon("closing");
        // The first question finds the connection's end, the second one what is there afterwards.
        for (var i = 0; i < 2; i++)
        {
            (await client.Invoking(c => c.GetTwinAsync(CancellationToken.None).Soon("an answer")).Should().ThrowAsync<EdgeModuleException>())
                .Which.Reason.Should().Be(EdgeModuleErrorReason.Closed);
        }
    }

    [Fact]
    public async Task Open_Refused_LeavesAClientThatTakesHandlersAndOpensAgain()
    {
        var hub = new FakeHub();
        hub.RefuseNext(EdgeModuleErrorReason.Unauthorized);
        await using var client = TestClient.Create(hub);
        await client.Invoking(c => c.OpenAsync(Cancellation)).Should().ThrowAsync<EdgeModuleException>();
        await client.SetInputHandlerAsync("in", (_, _) => Task.FromResult(InputResult.Complete), Cancellation).Soon("the handler to be set");
        await client.OpenAsync(Cancellation).Soon("opening");
        (await hub.NextConnectionAsync()).Request.Subscriptions.Should().Be(ModuleSubscriptions.Inputs);
    }

    [Fact]
    public async Task Send_TooLarge_IsRefusedAndTheConnectionStays()
    {
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        await client.OpenAsync(Cancellation);
        var tooLarge = new EdgeMessage(new byte[262_145]);
        (await client.Invoking(c => c.SendAsync("out", tooLarge, Cancellation)).Should().ThrowAsync<EdgeModuleException>())
            .Which.Reason.Should().Be(EdgeModuleErrorReason.MessageTooLarge);
        await client.SendAsync("out", new EdgeMessage(new byte[262_000]), Cancellation).Soon("a message just small enough");
    }

    [Fact]
    public async Task Open_Unauthorized_FailsAtOnce()
    {
        var hub = new FakeHub();
        hub.RefuseNext(EdgeModuleErrorReason.Unauthorized);
        await using var client = TestClient.Create(hub);
        (await client.Invoking(c => c.OpenAsync(Cancellation)).Should().ThrowAsync<EdgeModuleException>())
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Unauthorized);
        client.State.Status.Should().Be(ConnectionStatus.Closed);
    }

    [Fact]
    public async Task Open_HubNotThereYet_TriesAgain()
    {
        var hub = new FakeHub();
        for (var i = 0; i < 4; i++) hub.RefuseNext(EdgeModuleErrorReason.Connection);
        await using var client = TestClient.Create(hub);
        await client.OpenAsync(Cancellation).Soon("opening");
        client.State.Status.Should().Be(ConnectionStatus.Connected);
    }

    [Fact]
    public async Task Reconnect_Subscriptions_AreAllThereAgain()
    {
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        await client.SetInputHandlerAsync("in", (_, _) => Task.FromResult(InputResult.Complete), Cancellation);
        await client.OpenAsync(Cancellation);
        var first = await hub.NextConnectionAsync();
        first.Subscriptions.Should().Be(ModuleSubscriptions.Inputs);
        await client.SetMethodHandlerAsync("m", (_, _) => Task.FromResult(new MethodResult(200)), Cancellation).Soon("a later subscription");
        first.Subscriptions.Should().Be(ModuleSubscriptions.Inputs | ModuleSubscriptions.Methods);
        first.Lose();
        (await hub.NextConnectionAsync()).Request.Subscriptions.Should().Be(ModuleSubscriptions.Inputs | ModuleSubscriptions.Methods);
    }

    [Fact]
    public async Task Token_At85PercentAndQuiet_IsRenewedByANewConnection()
    {
        var hub = new FakeHub();
        var time = new FakeTimeProvider();
        await using var client = TestClient.Create(hub, time);
        await client.OpenAsync(Cancellation);
        var first = await hub.NextConnectionAsync();
        time.Advance(TimeSpan.FromMinutes(50));
        first.Closed.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromMinutes(1.1));
        var second = await hub.NextConnectionAsync();
        (await first.Closed.Soon("the end of the first connection")).Should().BeNull();
        second.Request.Token.Should().NotBe(first.Request.Token);
    }

    [Fact]
    public async Task Close_WithAHandlerRunning_WaitsForItAndAcknowledges()
    {
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await client.SetInputHandlerAsync("in", async (_, _) =>
        {
            started.SetResult();
            await release.Task;
            return InputResult.Complete;
        }, Cancellation);
        await client.OpenAsync(Cancellation);
        var connection = await hub.NextConnectionAsync();
        var outcome = connection.Handler.OnInputAsync(Received("in", "1"));
        await started.Task.Soon("the handler");
        var closing = client.CloseAsync(Cancellation);
        closing.IsCompleted.Should().BeFalse();
        release.SetResult();
        await closing.Soon("closing");
        (await outcome).Should().BeTrue();
        client.State.Status.Should().Be(ConnectionStatus.Closed);
        (await client.Invoking(c => c.SendAsync("out", Message("x"), Cancellation)).Should().ThrowAsync<EdgeModuleException>())
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Closed);
    }

    [Fact]
    public async Task DeadLetter_BodyAndProperties_LeaveAsTheyCameWithTheReason()
    {
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        await client.SetInputHandlerAsync("in", (_, _) => Task.FromResult(InputResult.DeadLetter("too old")), Cancellation);
        await client.OpenAsync(Cancellation);
        var connection = await hub.NextConnectionAsync();
        var message = Received("in", "m1");
        message.Properties["line"] = "7";
        (await connection.Handler.OnInputAsync(message).Soon("the outcome")).Should().BeTrue();
        var letter = await connection.NextSentAsync();
        letter.Body.Should().Be("{}");
        letter.Properties.Should().Contain([
            new("$.mid", "m1"), new("$.on", "deadletter"), new("line", "7"),
            new("deadletter-input", "in"), new("deadletter-reason", "too old"), new KeyValuePair<string, string?>("deadletter-attempts", "1"),
        ]);
        letter.Properties.TryGetValue("$.cdid", out _).Should().BeFalse("the hub sets it anew");
    }

    internal static EdgeMessage Received(string input, string? id)
    {
        var bag = new PropertyBag { [SystemProperties.ConnectionDeviceId] = "dev", [SystemProperties.ConnectionModuleId] = "sensor" };
        if (id is not null) bag[SystemProperties.MessageId] = id;
        return new EdgeMessage("{}"u8.ToArray(), bag, input);
    }

    private static EdgeMessage Message(string text) => new(Encoding.UTF8.GetBytes(text));
}
