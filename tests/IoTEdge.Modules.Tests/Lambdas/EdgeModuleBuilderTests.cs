using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Tests.Lambdas;

public sealed class EdgeModuleBuilderTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new() { Desired = new JsonObject { ["maxCelsius"] = 50 } };

    [Fact]
    public async Task Module_OfLambdas_DoesWhatAClassDoes()
    {
        using var host = await StartAsync(module =>
        {
            var alerts = module.AddOutput<Reading>("alerts");
            var settings = module.AddDesired<Settings>();
            var status = module.AddReported<Status>();
            module.OnInput("readings", async (Reading reading, CancellationToken cancellationToken) =>
            {
                if (reading.Celsius <= settings.Current.MaxCelsius) return;
                await alerts.SendAsync(reading, cancellationToken);
                status.Update(before => before with { Alerts = before.Alerts + 1 });
            });
            module.OnMethod("double", (Reading reading) => new Reading(reading.Celsius * 2));
            module.OnStopping(cancellationToken => alerts.SendAsync(new Reading(-1), cancellationToken));
        });
        var connection = await _hub.NextConnectionAsync();
        foreach (var celsius in new[] { 49, 51 }) (await InputAsync(connection, "readings", $$"""{"celsius":{{celsius}}}""")).Should().BeTrue();
        (await connection.NextSentAsync()).Body.Should().Be("""{"celsius":51}""");
        await _hub.ReportedAsync(reported => reported["alerts"]?.GetValue<int>() == 1);
        (await CallAsync(connection, "double", """{"celsius":4}""")).Should().Be((200, """{"celsius":8}"""));
        await host.StopAsync();
        (await connection.NextSentAsync()).Body.Should().Be("""{"celsius":-1}""");
    }

    [Fact]
    public async Task Batches_OfPayloadsOrMessages_ReachTheirHandler()
    {
        var seen = new List<string>();
        var policy = new InputPolicy { BatchSize = 2, BatchWait = TimeSpan.FromMinutes(1) };
        using var host = await StartAsync(module =>
        {
            module.OnInputBatch("numbers", (IReadOnlyList<int> numbers, CancellationToken _) =>
            {
                seen.Add(string.Join('+', numbers));
                return Task.CompletedTask;
            }, policy);
            module.OnInputBatch("messages", (IReadOnlyList<EdgeMessage> messages, CancellationToken _) =>
            {
                seen.Add($"{messages.Count} messages");
                return Task.FromResult(InputResult.Complete);
            }, policy);
        });
        var connection = await _hub.NextConnectionAsync();
        foreach (var input in new[] { "numbers", "messages" })
        {
            var outcomes = new[] { "1", "2" }.Select(body => connection.Handler.OnInputAsync(new EdgeMessage(Encoding.UTF8.GetBytes(body), [], input)));
            (await Task.WhenAll(outcomes).Soon("the batch")).Should().Equal(true, true);
        }

        seen.Should().Equal("1+2", "2 messages");
    }

    [Fact]
    public async Task Handlers_EachShape_GetWhatTheyTake()
    {
        var seen = new List<string>();
        using var host = await StartAsync(module =>
        {
            module.OnInput("message", (EdgeMessage message, CancellationToken _) =>
            {
                seen.Add(Encoding.UTF8.GetString(message.Body.Span));
                return Task.CompletedTask;
            });
            module.OnInput("outcome", (int value, EdgeMessage message, CancellationToken _) =>
            {
                seen.Add($"{value} {message.MessageId}");
                return Task.FromResult(InputResult.Complete);
            });
            module.OnInput("services", (int value, Counter counter, EdgeMessage message, IServiceProvider services, CancellationToken _) =>
            {
                seen.Add($"{value} {counter.Next()} {message.MessageId} {ReferenceEquals(counter, services.GetRequiredService<Counter>())}");
                return Task.CompletedTask;
            });
            module.OnMethod("none", () => "n");
            module.OnMethod("nothing", _ => Task.CompletedTask);
            module.OnMethod("later", async (CancellationToken _) =>
            {
                await Task.Yield();
                return 5;
            });
            module.OnMethod("count", (int request, Counter counter, CancellationToken _) => Task.FromResult(request + counter.Next()));
            module.OnMethod("call", (int request, MethodRequest call, Counter counter, CancellationToken _) => Task.FromResult($"{call.Name} {request} {counter.Next()}"));
            module.OnMethod("raw", (int request, CancellationToken _) => Task.FromResult(new MethodResult(202)));
        }, services => services.AddScoped<Counter>());
        var connection = await _hub.NextConnectionAsync();
        foreach (var input in new[] { "message", "outcome", "services", "services" }) (await InputAsync(connection, input, "7")).Should().BeTrue();
        seen.Should().Equal("7", "7 id", "7 1 id True", "7 1 id True");
        (await CallAsync(connection, "none", "")).Should().Be((200, "\"n\""));
        (await CallAsync(connection, "nothing", "")).Should().Be((200, ""));
        (await CallAsync(connection, "later", "")).Should().Be((200, "5"));
        (await CallAsync(connection, "count", "6")).Should().Be((200, "7"));
        (await CallAsync(connection, "call", "6")).Should().Be((200, "\"call 6 1\""));
        (await CallAsync(connection, "raw", "6")).Should().Be((202, ""));
    }

    [Fact]
    public async Task Desired_AnnotationsReviewAndChanges_WorkAsInAClass()
    {
        var changes = new List<double>();
        using var host = await StartAsync(module => module.AddDesired<Settings>(
            (settings, _) =>
            {
                changes.Add(settings.MaxCelsius);
                return Task.CompletedTask;
            },
            (settings, _) => Task.FromResult(settings.MaxCelsius == 77 ? "not 77" : null)));
        var connection = await _hub.NextConnectionAsync();
        connection.Handler.OnDesiredPatch(new JsonObject { ["maxCelsius"] = 1000 }, 2);
        await _hub.ReportedAsync(reported => reported["lastDesiredVersion"]?.GetValue<long>() == 2);
        _hub.Reported["lastDesiredStatus"]!["code"]!.GetValue<int>().Should().Be(400, "the generator checks data annotations of lambda modules too");
        connection.Handler.OnDesiredPatch(new JsonObject { ["maxCelsius"] = 77 }, 3);
        connection.Handler.OnDesiredPatch(new JsonObject { ["maxCelsius"] = 60 }, 4);
        await _hub.ReportedAsync(reported => reported["lastDesiredVersion"]?.GetValue<long>() == 4);
        changes.Should().Equal(50, 60);
    }

    [Fact]
    public async Task Start_ServiceIsMissing_SaysSo()
    {
        using var host = Build(module => module.OnInput("i", (int _, Counter _, CancellationToken _) => Task.CompletedTask));
        (await host.FailToStartAsync()).Should().Contain("Counter");
    }

    [Fact]
    public void Desired_Twice_IsRefused() =>
        FluentActions.Invoking(() => Build(module =>
        {
            module.AddDesired<Settings>();
            module.AddDesired<Settings>();
        })).Should().Throw<InvalidOperationException>();

    private ModuleHost Build(Action<EdgeModuleBuilder> define, Action<IServiceCollection>? services = null) =>
        ModuleHost.Build(builder => builder.AddEdgeModule(define, options => ModuleHost.Configure(options, _hub)), services);

    private async Task<ModuleHost> StartAsync(Action<EdgeModuleBuilder> define, Action<IServiceCollection>? services = null)
    {
        var host = Build(define, services);
        await host.StartAsync();
        return host;
    }

    private static Task<bool> InputAsync(FakeConnection connection, string input, string body) =>
        connection.Handler.OnInputAsync(new EdgeMessage(Encoding.UTF8.GetBytes(body), new PropertyBag { ["$.mid"] = "id" }, input)).Soon(input);

    private static async Task<(int Status, string Payload)> CallAsync(FakeConnection connection, string method, string payload)
    {
        var answer = new TaskCompletionSource<MethodResult>();
        connection.Handler.OnMethod(new MethodRequest(method, Encoding.UTF8.GetBytes(payload)), answer.SetResult);
        var result = await answer.Task.Soon($"the answer to {method}");
        return (result.Status, Encoding.UTF8.GetString(result.Payload.Span));
    }

    internal sealed record Settings
    {
        [Range(-40, 150)]
        public double MaxCelsius { get; init; } = 25;
    }

    internal sealed record Status
    {
        public int Alerts { get; init; }
    }

    internal sealed record Reading(double Celsius);

    internal sealed class Counter
    {
        private int _count;

        public int Next() => ++_count;
    }
}
