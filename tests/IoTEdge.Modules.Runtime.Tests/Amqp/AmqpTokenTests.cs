using Amqp;
using Amqp.Types;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpTokenTests
{
    private static readonly Symbol Unauthorized = "amqp:unauthorized-access";

    [Theory]
    [InlineData("nonsense", "put-token", "servicebus.windows.net:sastoken")]
    [InlineData("SharedAccessSignature sr=x&sig=AA%3D%3D&se=1", "put-token", "servicebus.windows.net:sastoken")]
    [InlineData(null, "delete-token", "servicebus.windows.net:sastoken")]
    [InlineData(null, "put-token", "jwt")]
    public async Task PutToken_ThatIsNone_IsABadRequest(string? token, string operation, string type)
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.OpenAsync(fixture);

        var answer = await client.PutTokenAsync(token ?? AmqpTestClient.Token(module), operation, type);

        answer.Status.Should().Be(400);
        answer.Text.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Link_WithoutAToken_IsRefused()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.OpenAsync(fixture);

        var attach = () => client.EventsAsync("sensor");

        (await attach.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be(Unauthorized);
    }

    // Told at once, as at IoT Hub; edgeHub takes the token, and refuses the first link.
    [Theory]
    [InlineData("wrong key", "signed with neither key")]
    [InlineData("expired", "expired at")]
    [InlineData("unknown", "nobody that it is for")]
    [InlineData("disabled", "is disabled")]
    public async Task PutToken_ThatIsNotGood_IsUnauthorizedAndLogged(string what, string logged)
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        var token = what switch
        {
            "wrong key" => AmqpTestClient.Token(module, SharedAccessKey.Create()),
            "expired" => AmqpTestClient.Token(module, expiresAt: DateTimeOffset.UtcNow.AddMinutes(-6)),
            _ => AmqpTestClient.Token(module),
        };
        if (what == "unknown")
            await fixture.Hub.DeleteAsync(module.Identity, HubFixture.Cancellation);
        if (what == "disabled")
            await fixture.Hub.Identities.PutAsync(module.Identity, new IdentityChange { IsEnabled = false }, HubFixture.Cancellation);
        await using var client = await AmqpTestClient.OpenAsync(fixture);

        (await client.PutTokenAsync(token)).Status.Should().Be(401);

        fixture.Warnings.Should().Contain(warning => warning.Contains("sensor") && warning.Contains(logged)).And.NotContain(warning => warning.Contains("sig=") && !warning.Contains("sig=***"));
        await client.Invoking(c => c.EventsAsync("sensor")).Should().ThrowAsync<AmqpException>();
    }

    [Fact]
    public async Task Link_WithATokenOfAnother_IsRefused()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "other");

        var attach = () => client.EventsAsync("sensor");

        (await attach.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be(Unauthorized);
    }

    [Fact]
    public async Task Link_OfAClientThatWasDisabledSinceItsToken_IsRefused()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        await fixture.Hub.Identities.PutAsync(HubFixture.Identity("sensor"), new IdentityChange { IsEnabled = false }, HubFixture.Cancellation);

        var attach = () => client.EventsAsync("sensor");

        (await attach.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be(Unauthorized);
    }

    [Fact]
    public async Task Token_RenewedInTime_KeepsTheClientAndOneThatIsNotEndsIt()
    {
        var time = new ShiftedTime();
        await using var fixture = await HubFixture.StartAsync(time: time);
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.OpenAsync(fixture);
        await client.PutTokenAsync(AmqpTestClient.Token(module, expiresAt: time.GetUtcNow().AddMinutes(10)));
        var events = await client.EventsAsync("sensor");

        (await client.PutTokenAsync(AmqpTestClient.Token(module, expiresAt: time.GetUtcNow().AddMinutes(60)))).Status.Should().Be(200);
        await PassAsync(TimeSpan.FromMinutes(21));
        events.IsClosed.Should().BeFalse();

        // Five minutes of skew are allowed for.
        await PassAsync(TimeSpan.FromMinutes(42));
        events.IsClosed.Should().BeFalse();
        await PassAsync(TimeSpan.FromMinutes(2.5));
        (await AmqpTestClient.ClosedAsync(events))!.Condition.Should().Be(Unauthorized);
        fixture.Warnings.Should().Contain(warning => warning.Contains("its token has expired"));

        // In steps, because a client that is silent for four minutes, or does not read for one, is given up.
        async Task PassAsync(TimeSpan duration)
        {
            for (var passed = TimeSpan.Zero; passed < duration; passed += TimeSpan.FromSeconds(30))
            {
                time.Shift(TimeSpan.FromSeconds(30));
                (await client.PutTokenAsync("nonsense, only to be heard of")).Status.Should().Be(400);
            }
        }
    }

    [Fact]
    public async Task Token_RenewedWithAWrongOne_IsRefusedAtOnceAndTheOldOneStays()
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        (await client.PutTokenAsync(AmqpTestClient.Token(module, SharedAccessKey.Create()))).Status.Should().Be(401);

        await events.SendAsync(AmqpTestClient.Text("x"), AmqpTestClient.Patience);
    }

    [Fact]
    public async Task Client_WhoseKeysChange_IsDetached()
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");
        var events = await client.EventsAsync("sensor");

        await fixture.Hub.Identities.PutAsync(module.Identity, new IdentityChange { PrimaryKey = SharedAccessKey.Create() }, HubFixture.Cancellation);

        (await AmqpTestClient.ClosedAsync(events))!.Condition.Should().Be(Unauthorized);
    }

    [Fact]
    public async Task Connection_OfTwoClients_KeepsOneWhenTheOtherGoes()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "one", "two");
        var one = await client.EventsAsync("one");
        var two = await client.EventsAsync("two");
        await fixture.Hub.DeleteAsync(HubFixture.Identity("one"), HubFixture.Cancellation);

        (await AmqpTestClient.ClosedAsync(one))!.Condition.Should().Be(Unauthorized);

        await two.SendAsync(AmqpTestClient.Text("x"), AmqpTestClient.Patience);
        fixture.Hub.IsConnected(HubFixture.Identity("two")).Should().BeTrue();
    }
}
