using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IoTEdge.Modules.Tests.Twins;

public sealed partial class DesiredStateTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new() { Desired = new JsonObject { ["limit"] = 50 }, DesiredVersion = 3 };

    [Fact]
    public async Task Review_ThatSaysNoOrThrows_KeepsTheLastGood()
    {
        using var host = await ModuleHost.StartAsync<Valve>(_hub);
        var connection = await _hub.NextConnectionAsync();
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 66 }, 4);
        (await StatusAsync(4)).Should().Be("""{"code":400,"description":"66 is no even dozen"}""");
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 99 }, 5);
        (await StatusAsync(5)).Should().Be("""{"code":400,"description":"The module\u0027s review threw InvalidOperationException."}""");
        var module = host.Module<Valve>();
        module.Desired.Limit.Should().Be(50);
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 70 }, 6);
        (await StatusAsync(6)).Should().Be("""{"code":200,"description":""}""");
        module.Desired.Limit.Should().Be(70);
    }

    [Fact]
    public async Task OptionsValidator_ThatFails_KeepsTheLastGood()
    {
        using var host = await ModuleHost.StartAsync<Valve>(_hub, services: services => services.AddSingleton<IValidateOptions<Settings>>(
            new ValidateOptions<Settings>("", settings => settings.Limit != 60, "60 is taken")));
        var connection = await _hub.NextConnectionAsync();
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 60 }, 4);
        (await StatusAsync(4)).Should().Contain("60 is taken");
        host.Module<Valve>().Desired.Limit.Should().Be(50);
    }

    [Fact]
    public async Task OptionsMonitor_DesiredChanges_FollowsThem()
    {
        using var host = await ModuleHost.StartAsync<Valve>(_hub, services: services => services.AddDesiredOptions<Settings>());
        var monitor = host.Host.Services.GetRequiredService<IOptionsMonitor<Settings>>();
        monitor.CurrentValue.Limit.Should().Be(50);
        var changed = new TaskCompletionSource<int>();
        using (monitor.OnChange(settings => changed.TrySetResult(settings.Limit)))
        {
            (await _hub.NextConnectionAsync()).Handler.OnDesiredPatch(new JsonObject { ["limit"] = 80 }, 4);
            (await changed.Task.Soon("the listener")).Should().Be(80);
        }

        host.Host.Services.GetRequiredService<IOptions<Settings>>().Value.Limit.Should().Be(80);
    }

    [Fact]
    public async Task Acknowledgement_PerProperty_TellsEachValueInForce()
    {
        _hub.Desired["rules"] = new JsonObject { ["__t"] = "c", ["speed"] = 5 };
        using var host = await ModuleHost.StartAsync<Valve>(_hub, options => options.DesiredAcknowledgement = DesiredAcknowledgement.PerProperty);
        var connection = await _hub.NextConnectionAsync();
        await host.Module<Valve>().Context.Reported.FlushAsync(Cancellation).Soon("the acknowledgement");
        _hub.Reported["limit"]!.ToJsonString().Should().Be("""{"value":50,"ac":200,"av":3,"ad":""}""");
        _hub.Reported["rules"]!.ToJsonString().Should().Be("""{"__t":"c","speed":{"value":5,"ac":200,"av":3,"ad":""}}""");

        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 1000, ["unit"] = "F" }, 4);
        connection.Handler.OnDesiredPatch(new JsonObject { ["unit"] = "K" }, 5);
        await _hub.ReportedAsync(reported => reported["unit"]?["av"]?.GetValue<long>() == 5);
        _hub.Reported["limit"]!["value"]!.GetValue<int>().Should().Be(50);
        _hub.Reported["limit"]!["ac"]!.GetValue<int>().Should().Be(400);
        _hub.Reported["unit"]!["value"]!.GetValue<string>().Should().Be("C", "the default is in force while the whole is refused");
        _hub.Reported["rules"]!["speed"]!["ac"]!.GetValue<int>().Should().Be(200);

        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 60, ["unit"] = null }, 6);
        await _hub.ReportedAsync(reported => reported["limit"]?["av"]?.GetValue<long>() == 6);
        _hub.Reported.ContainsKey("unit").Should().BeFalse("what is desired no more is not answered any more");
    }

    [Fact]
    public async Task Acknowledgement_ChangeHandlerThrows_SaysSo()
    {
        using var host = await ModuleHost.StartAsync<Valve>(_hub);
        (await _hub.NextConnectionAsync()).Handler.OnDesiredPatch(new JsonObject { ["limit"] = 13 }, 4);
        (await StatusAsync(4)).Should().Be("""{"code":500,"description":"The module threw NotSupportedException when it applied them."}""");
        host.Module<Valve>().Desired.Limit.Should().Be(13);
    }

    [Fact]
    public async Task Acknowledgement_Off_ReportsNothing()
    {
        using var host = await ModuleHost.StartAsync<Valve>(_hub, options => options.DesiredAcknowledgement = DesiredAcknowledgement.Off);
        await host.Module<Valve>().Context.Reported.FlushAsync(Cancellation).Soon("the flush");
        _hub.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task Document_OfDesired_HasWhatTheTypeLacks()
    {
        _hub.Desired["unknown"] = new JsonObject { ["deep"] = true };
        using var host = await ModuleHost.StartAsync<Valve>(_hub);
        var module = host.Module<Valve>();
        module.RawDocument["unknown"]!["deep"]!.GetValue<bool>().Should().BeTrue();
        module.RawVersion.Should().Be(3);
    }

    [Fact]
    public async Task Start_FirstDesiredAreRefused_WaitsForValidOnesBeforeAnythingRuns()
    {
        _hub.Desired["limit"] = 1000;
        using var host = ModuleHost.Build<Valve>(_hub);
        var start = host.Host.StartAsync(Cancellation);
        var connection = await _hub.NextConnectionAsync();
        var input = connection.Handler.OnInputAsync(new EdgeMessage("1"u8.ToArray(), new() { ["$.mid"] = "a" }, "flow"));
        var answer = new TaskCompletionSource<MethodResult>();
        connection.Handler.OnMethod(new MethodRequest("limit", default), answer.SetResult);
        (await StatusAsync(3)).Should().Contain("400");
        start.IsCompleted.Should().BeFalse("there are no valid settings yet");
        input.IsCompleted.Should().BeFalse();
        answer.Task.IsCompleted.Should().BeFalse();

        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 70 }, 4);
        await start.Soon("the start");
        (await input.Soon("the message")).Should().BeTrue();
        (await answer.Task.Soon("the answer")).Payload.ToArray().Should().Equal("70"u8.ToArray());
        host.Module<Valve>().SeenLimits.Should().Equal(70);
    }

    private async Task<string> StatusAsync(long version)
    {
        await _hub.ReportedAsync(reported => reported["lastDesiredVersion"]?.GetValue<long>() == version);
        return _hub.Reported["lastDesiredStatus"]!.ToJsonString();
    }

    public sealed record Settings
    {
        [Range(0, 100)]
        public int Limit { get; init; } = 10;

        public string Unit { get; init; } = "C";

        public Rules Rules { get; init; } = new();
    }

    public sealed record Rules
    {
        public int Speed { get; init; } = 1;
    }

    public sealed partial class Valve : EdgeModuleBase<Settings>
    {
        public JsonObject RawDocument => DesiredDocument;

        public long? RawVersion => DesiredVersion;

        public List<int> SeenLimits { get; } = [];

        [Input("flow")]
        public void OnFlow(int flow) => SeenLimits.Add(Desired.Limit * flow);

        [DirectMethod("limit")]
        public int Limit() => Desired.Limit;

        protected override Task<string?> ReviewDesiredAsync(Settings candidate, CancellationToken cancellationToken) => candidate.Limit switch
        {
            66 => Task.FromResult<string?>("66 is no even dozen"),
            99 => throw new InvalidOperationException("by the test"),
            _ => base.ReviewDesiredAsync(candidate, cancellationToken),
        };

        protected override Task OnDesiredChangedAsync(Settings previous, CancellationToken cancellationToken) =>
            Desired.Limit == 13 ? throw new NotSupportedException("by the test") : Task.CompletedTask;
    }
}
