using System.Buffers;
using System.Text;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Transport;
using IoTEdge.Modules.Transport.Mqtt;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Transport.Mqtt;

public sealed class MqttModuleConnectionTests : IAsyncDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly ScriptedHub _hub = new();
    private readonly RecordingHandler _handler = new();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Connect_Refused_SaysWhy()
    {
        var opening = _hub.Connect(_handler).OpenAsync(Packet, Cancellation);
        await _hub.NextAsync(MqttPacketType.Connect);
        await _hub.SendAsync(output => MqttPacketWriter.WriteConnAck(output, new MqttConnAck(false, MqttConnectReturnCode.NotAuthorized)));
        (await FluentActions.Awaiting(() => opening).Should().ThrowAsync<EdgeModuleException>()).Which.Reason.Should().Be(EdgeModuleErrorReason.Unauthorized);
    }

    [Fact]
    public async Task Inputs_FinishedInAnotherOrder_AreAcknowledgedInTheOrderOfArrival()
    {
        await using var connection = await OpenAsync();
        for (ushort id = 1; id <= 3; id++) await _hub.SendInputAsync(id, $"in/%24.mid={id}");
        var first = await _handler.NextInputAsync();
        var second = await _handler.NextInputAsync();
        var third = await _handler.NextInputAsync();
        third.Outcome.SetResult(true);
        second.Outcome.SetResult(true);
        first.Outcome.SetResult(true);
        for (ushort id = 1; id <= 3; id++) MqttPubAck.Read(await _hub.NextAsync(MqttPacketType.PubAck)).PacketId.Should().Be(id);
    }

    [Fact]
    public async Task Inputs_BehindOneThatIsNotDone_AreNotAcknowledgedOutOfOrder()
    {
        var connection = await OpenAsync();
        await _hub.SendInputAsync(1, "in/%24.mid=1");
        await _hub.SendInputAsync(2, "in/%24.mid=2");
        var first = await _handler.NextInputAsync();
        var second = await _handler.NextInputAsync();
        second.Outcome.SetResult(true);
        first.Outcome.SetResult(false);
        await connection.DisposeAsync();
        (await _hub.NextAsync(MqttPacketType.Disconnect)).Type.Should().Be(MqttPacketType.Disconnect, "no PUBACK came before it");
    }

    [Fact]
    public async Task Close_WithFinishedInputs_AcknowledgesThemBeforeItDisconnects()
    {
        var connection = await OpenAsync();
        await _hub.SendInputAsync(7, "in/%24.mid=1");
        (await _handler.NextInputAsync()).Outcome.SetResult(true);
        await connection.DisposeAsync();
        MqttPubAck.Read(await _hub.NextAsync(MqttPacketType.PubAck)).PacketId.Should().Be(7);
        await _hub.NextAsync(MqttPacketType.Disconnect);
    }

    [Fact]
    public async Task Input_Unreadable_IsAcknowledgedAndReportedAndHarmsNobody()
    {
        await using var connection = await OpenAsync();
        await _hub.SendInputAsync(1, "in/a=%zz");
        await _hub.SendInputAsync(2, "in/%24.mid=2");
        (await _handler.NextInputAsync()).Outcome.SetResult(true);
        MqttPubAck.Read(await _hub.NextAsync(MqttPacketType.PubAck)).PacketId.Should().Be(1);
        MqttPubAck.Read(await _hub.NextAsync(MqttPacketType.PubAck)).PacketId.Should().Be(2);
        _hub.Unreadable.Should().ContainSingle().Which.Should().Contain("hexadecimal");
    }

    [Fact]
    public async Task Send_ConnectionLost_FailsAsTransientAndTellsWhy()
    {
        await using var connection = await OpenAsync();
        var send = connection.SendEventAsync(new PropertyBag { ["$.mid"] = "1" }, "x"u8.ToArray());
        var publish = MqttPublish.Read(await _hub.NextAsync(MqttPacketType.Publish));
        publish.Topic.Should().Be("devices/d/modules/m/messages/events/%24.mid=1");
        await _hub.DisposeAsync();
        (await FluentActions.Awaiting(() => send).Should().ThrowAsync<EdgeModuleException>()).Which.IsTransient.Should().BeTrue();
        (await connection.Closed.Soon("the end")).Should().NotBeNull();
        connection.Invoking(c => { _ = c.SendEventAsync([], default); }).Should().Throw<EdgeModuleException>();
    }

    [Fact]
    public async Task TwinRequest_Refused_CarriesTheHubsWords()
    {
        await using var connection = await OpenAsync();
        var patch = connection.PatchReportedAsync([], Cancellation);
        var request = MqttPublish.Read(await _hub.NextAsync(MqttPacketType.Publish));
        request.Topic.Should().Be("$iothub/twin/PATCH/properties/reported/?$rid=1");
        await PublishAsync("$iothub/twin/res/400/?$rid=1", "too deep");
        (await FluentActions.Awaiting(() => patch).Should().ThrowAsync<EdgeModuleException>().WithMessage("*400*too deep*"))
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Refused);
    }

    [Fact]
    public async Task TwinRequest_NotAnswered_TimesOut()
    {
        var time = new FakeTimeProvider();
        await using var connection = await OpenAsync(time);
        var twin = connection.GetTwinAsync(Cancellation);
        await _hub.NextAsync(MqttPacketType.Publish);
        time.Advance(TimeSpan.FromSeconds(61));
        (await FluentActions.Awaiting(() => twin).Should().ThrowAsync<EdgeModuleException>()).Which.Reason.Should().Be(EdgeModuleErrorReason.Timeout);
    }

    [Fact]
    public async Task TwinRequest_Cancelled_EndsTheWaitAtOnce()
    {
        await using var connection = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        var twin = connection.GetTwinAsync(cancellation.Token);
        await _hub.NextAsync(MqttPacketType.Publish);
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => twin.Soon("the end of the wait")).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Method_Call_IsAnsweredOnItsTopic()
    {
        await using var connection = await OpenAsync();
        await PublishAsync("$iothub/methods/POST/reset/?$rid=a-1", """{"x":1}""");
        var answer = MqttPublish.Read(await _hub.NextAsync(MqttPacketType.Publish));
        (answer.Topic, Encoding.UTF8.GetString(answer.Payload)).Should().Be(("$iothub/methods/res/202/?$rid=a-1", """{"x":1}"""));
    }

    [Fact]
    public async Task DesiredPatch_VersionInTheTopicOnly_IsTaken()
    {
        await using var connection = await OpenAsync();
        await PublishAsync("$iothub/twin/PATCH/properties/desired/?$version=5", """{"limit":3}""");
        var (patch, version) = await _handler.Patches.Reader.ReadAsync(Cancellation).AsTask().Soon("the patch");
        (patch.ToJsonString(), version).Should().Be(("""{"limit":3}""", 5));
    }

    [Fact]
    public async Task SilentHub_IsPingedAndThenGivenUp()
    {
        var time = new FakeTimeProvider();
        await using var connection = await OpenAsync(time);
        time.Advance(TimeSpan.FromSeconds(30));
        await _hub.NextAsync(MqttPacketType.PingReq);
        time.Advance(TimeSpan.FromSeconds(30));
        await _hub.NextAsync(MqttPacketType.PingReq);
        time.Advance(TimeSpan.FromSeconds(30));
        await _hub.NextAsync(MqttPacketType.PingReq);
        time.Advance(TimeSpan.FromSeconds(30));
        (await connection.Closed.Soon("the end")).Should().NotBeNull().And.Subject.As<EdgeModuleException>().Message.Should().Contain("silent");
    }

    [Fact]
    public async Task Hub_SendingMoreThanTheWindow_IsDisconnected()
    {
        await using var connection = await OpenAsync(options: new MqttTransportOptions { MaxInputsInFlight = 2 });
        for (ushort id = 1; id <= 5; id++) await _hub.SendInputAsync(id, $"in/%24.mid={id}");
        (await connection.Closed.Soon("the end"))!.Reason.Should().Be(EdgeModuleErrorReason.Protocol);
    }

    private static MqttConnect Packet => new() { ClientId = "d/m", UserName = "h/d/m/?api-version=2021-04-12", Password = "secret" };

    private async Task<MqttModuleConnection> OpenAsync(TimeProvider? time = null, MqttTransportOptions? options = null)
    {
        var connection = _hub.Connect(_handler, time, options);
        var opening = connection.OpenAsync(Packet, Cancellation);
        (await _hub.AcceptAsync()).Password.Should().Be("secret");
        await opening.Soon("opening");
        return connection;
    }

    private Task PublishAsync(string topic, string payload) => _hub.SendAsync(output =>
        MqttPacketWriter.WritePublish(output, topic, Encoding.UTF8.GetBytes(payload), MqttQualityOfService.AtMostOnce, 0));
}
