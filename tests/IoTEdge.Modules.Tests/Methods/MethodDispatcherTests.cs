using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Methods;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Methods;

public sealed class MethodDispatcherTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();
    private readonly MethodDispatcher _dispatcher;

    public MethodDispatcherTests()
    {
        _dispatcher = new MethodDispatcher(_time, NullLogger.Instance);
        _dispatcher.BeginAfter(Task.CompletedTask);
    }

    [Fact]
    public async Task Call_Deadline_CancelsTheHandlerAndAnswers504()
    {
        var begun = new TaskCompletionSource<DateTimeOffset>();
        Set("slow", async (call, cancellationToken) =>
        {
            begun.SetResult(call.Deadline);
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            return new MethodResult(200);
        }, new MethodPolicy { Timeout = TimeSpan.FromSeconds(20) });
        var answer = Call("slow");
        (await begun.Task.Soon("the handler")).Should().Be(_time.GetUtcNow().AddSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(19));
        answer.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        var (status, problem) = await answer.Soon("the answer");
        status.Should().Be(504);
        problem!["detail"]!.GetValue<string>().Should().Be("'slow' was not done after 20 s, and was told to end.");
    }

    [Fact]
    public async Task Call_ConcurrencyOfTheMethod_MakesFurtherCallsWaitAndOthersNot()
    {
        var running = 0;
        var most = 0;
        var gate = new TaskCompletionSource();
        Set("one", async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await gate.Task;
            Interlocked.Decrement(ref running);
            return new MethodResult(200);
        }, new MethodPolicy { Concurrency = 2 });
        Set("other", (_, _) => Task.FromResult(new MethodResult(204)), MethodPolicy.Default);
        var calls = Enumerable.Range(0, 6).Select(_ => Call("one")).ToList();
        (await Call("other").Soon("the other method")).Status.Should().Be(204);
        calls.Should().OnlyContain(call => !call.IsCompleted);
        gate.SetResult();
        (await Task.WhenAll(calls).Soon("all calls")).Should().OnlyContain(answer => answer.Status == 200);
        most.Should().Be(2);
    }

    [Fact]
    public async Task Call_FarTooMany_AreAnswered429AndTheRestRuns()
    {
        var gate = new TaskCompletionSource();
        Set("held", async (_, _) =>
        {
            await gate.Task;
            return new MethodResult(200);
        }, MethodPolicy.Default);
        var calls = Enumerable.Range(0, 70).Select(_ => Call("held")).ToList();
        gate.SetResult();
        var statuses = (await Task.WhenAll(calls).Soon("all calls")).Select(answer => answer.Status).ToList();
        statuses.Count(status => status == 429).Should().Be(6);
        statuses.Count(status => status == 200).Should().Be(64);
    }

    [Fact]
    public async Task Call_Fault_IsTheAnswerWithStatusAndProblem()
    {
        Set("m", (_, _) => throw new MethodFault(412, new MethodProblem("Too cold") { Type = "urn:cold", Detail = "Wait.", Extensions = new JsonObject { ["celsius"] = -3, ["title"] = "never" } }), MethodPolicy.Default);
        var (status, problem) = await Call("m").Soon("the answer");
        status.Should().Be(412);
        problem!.ToJsonString().Should().Be("""{"type":"urn:cold","title":"Too cold","status":412,"detail":"Wait.","celsius":-3}""");
    }

    [Fact]
    public async Task Call_UnexpectedException_TellsTheCallerNothingOfIt()
    {
        Set("m", (_, _) => throw new InvalidOperationException("secret"), MethodPolicy.Default);
        var (status, problem) = await Call("m").Soon("the answer");
        status.Should().Be(500);
        problem!.ToJsonString().Should().NotContain("secret").And.Contain("Internal error");
    }

    [Fact]
    public async Task Call_WhileTheModuleStops_IsAnswered503()
    {
        await _dispatcher.StopAsync(Cancellation);
        (await Call("m").Soon("the answer")).Status.Should().Be(503);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"title":7}""")]
    [InlineData("""{"title":"a","title":"b"}""")]
    public void Problem_OfAnotherKind_IsNone(string payload) => MethodProblem.Read(Encoding.UTF8.GetBytes(payload)).Should().BeNull();

    [Fact]
    public void Fault_WithAStatusOfSuccess_IsRefused() =>
        FluentActions.Invoking(() => new MethodFault(204, "fine")).Should().Throw<ArgumentOutOfRangeException>();

    private void Set(string name, MethodHandler handler, MethodPolicy policy) => _dispatcher.Set(name, new MethodBinding(handler, policy));

    private async Task<(int Status, JsonNode? Problem)> Call(string method)
    {
        var answer = new TaskCompletionSource<MethodResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _dispatcher.Dispatch(new MethodRequest(method, default), answer.SetResult);
        var result = await answer.Task;
        return (result.Status, result.Payload.IsEmpty ? null : JsonNode.Parse(result.Payload.Span));
    }
}
