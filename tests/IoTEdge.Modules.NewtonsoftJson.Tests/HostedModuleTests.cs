using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Newtonsoft.Json;

namespace IoTEdge.Modules.NewtonsoftJson.Tests;

/// <summary>A whole module whose JSON is Newtonsoft's: payloads, direct methods, desired and reported properties.</summary>
public sealed partial class HostedModuleTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new() { Desired = new JsonObject { ["max-celsius"] = 50 }, DesiredVersion = 3 };

    [Fact]
    public async Task Module_WithNewtonsoftJson_SpeaksTheNamesOfItsAttributes()
    {
        _hub.Reported["alert-count"] = 10;
        using var host = await StartAsync();
        var module = host.Services.GetRequiredService<Filter>();
        var connection = await _hub.NextConnectionAsync();
        module.Desired.Should().Be(new Settings { MaxCelsius = 50, Unit = "C" });

        var message = new EdgeMessage(Encoding.UTF8.GetBytes("""{"deg":71.5}"""), new PropertyBag { ["$.mid"] = "a" }, "readings");
        (await connection.Handler.OnInputAsync(message).Soon("the handler")).Should().BeTrue();
        (await connection.NextSentAsync()).Body.Should().Be("""{"deg":71.5}""");

        await module.Reported.FlushAsync(Cancellation).Soon("the flush");
        _hub.Reported["alert-count"]!.GetValue<long>().Should().Be(11);

        (await CallAsync(connection, """{"deg":2.0}""")).Should().Be((200, """{"deg":3.0}"""));
    }

    [Fact]
    public async Task Module_GivenWhatDoesNotFit_RefusesItAndLives()
    {
        using var host = await StartAsync();
        var module = host.Services.GetRequiredService<Filter>();
        var connection = await _hub.NextConnectionAsync();

        var refused = await CallAsync(connection, """{"deg":"hot stuff"}""");
        refused.Status.Should().Be(400);
        refused.Payload.Should().Contain("$.deg").And.NotContain("hot stuff");

        connection.Handler.OnDesiredPatch(new JsonObject { ["max-celsius"] = "hot stuff" }, 4);
        connection.Handler.OnDesiredPatch(new JsonObject { ["max-celsius"] = 1000 }, 5);
        connection.Handler.OnDesiredPatch(new JsonObject { ["max-celsius"] = 60 }, 6);
        await module.Changed.Task.Soon("a change");
        module.Changes.Should().Equal(25, 50);
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Filter>(options =>
        {
            options.ConnectionString = TestClient.ConnectionString;
            options.Client = TestClient.Options(_hub);
            options.ReportedWindow = TimeSpan.FromMilliseconds(50);
            options.AddNewtonsoftJson();
        });
        var host = builder.Build();
        await host.StartAsync(Cancellation).Soon("the host");
        return host;
    }

    private static async Task<(int Status, string Payload)> CallAsync(FakeConnection connection, string payload)
    {
        var answer = new TaskCompletionSource<MethodResult>();
        connection.Handler.OnMethod(new MethodRequest("add", Encoding.UTF8.GetBytes(payload)), answer.SetResult);
        var result = await answer.Task.Soon("the answer");
        return (result.Status, Encoding.UTF8.GetString(result.Payload.Span));
    }

    public sealed record Settings
    {
        [Range(-40, 150)]
        [JsonProperty("max-celsius")]
        public double MaxCelsius { get; init; } = 25;

        public string Unit { get; init; } = "C";
    }

    public sealed record Status
    {
        [JsonProperty("alert-count")]
        public long Alerts { get; init; }
    }

    public sealed record Reading([property: JsonProperty("deg")] double Celsius);

    public sealed partial class Filter : EdgeModuleBase<Settings, Status>
    {
        [Output("alerts")]
        public partial IOutput<Reading> Alerts { get; }

        public List<double> Changes { get; } = [];

        public TaskCompletionSource Changed { get; } = new();

        [Input("readings")]
        public async Task OnReadingAsync(Reading reading, CancellationToken cancellationToken)
        {
            await Alerts.SendAsync(reading, cancellationToken);
            Reported.Update(status => status with { Alerts = status.Alerts + 1 });
        }

        [DirectMethod("add")]
        public Reading Add(Reading request) => new(request.Celsius + 1);

        protected override Task OnDesiredChangedAsync(Settings previous, CancellationToken cancellationToken)
        {
            Changes.Add(previous.MaxCelsius);
            if (Desired.MaxCelsius == 60) Changed.SetResult();
            return Task.CompletedTask;
        }
    }
}
