using System.Text;
using CsCheck;
using IoTEdge.Modules.LargePayloads;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.LargePayloads;

public sealed class LargePayloadTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _sizes = [];
    private int _runs;

    [Fact]
    public async Task Call_RequestAndAnswerBeyondTheLimit_ArriveWholeInPartsThatHubsTake()
    {
        var payload = Noise(1_000_000);
        var result = await CallAsync(Echo(), payload);
        result.Status.Should().Be(201);
        result.Payload.ToArray().Should().Equal(payload);
        _runs.Should().Be(1);
        _sizes.Should().HaveCountGreaterThan(10).And.OnlyContain(size => size <= 128 * 1024);
    }

    [Fact]
    public async Task Call_SmallOnes_TakeOneCall()
    {
        (await CallAsync(Echo(), "{}"u8.ToArray())).Payload.ToArray().Should().Equal("{}"u8.ToArray());
        _sizes.Should().HaveCount(2, "one request and one answer");
    }

    [Fact]
    public async Task Method_PayloadThatIsWhole_IsHandledAsEver() =>
        (await Echo().HandleAsync(new MethodRequest("m", "5"u8.ToArray()), Cancellation)).Payload.ToArray().Should().Equal("5"u8.ToArray());

    [Fact]
    public async Task Method_PartThatComesTwice_RunsTheHandlerOnce()
    {
        var method = Echo();
        var slices = PayloadSlices.Cut(Noise(200_000), "the test's");
        foreach (var index in Enumerable.Range(0, slices.Count).SelectMany(index => new[] { index, index }))
            await method.HandleAsync(new MethodRequest("m", new PayloadChunk("t", index, slices.Count, slices[index]).ToPayload()), Cancellation);
        _runs.Should().Be(1);
    }

    [Fact]
    public async Task Method_TransfersThatAreLeftBehind_AreForgotten()
    {
        var method = Echo();
        for (var i = 0; i < Transfers.Capacity; i++) await BeginAsync($"{i}");
        (await FluentActions.Awaiting(() => BeginAsync("one more")).Should().ThrowAsync<MethodFault>()).Which.Status.Should().Be(429);
        _time.Advance(Transfers.Lifetime + TimeSpan.FromSeconds(1));
        await BeginAsync("one more");
        (await FluentActions.Awaiting(() => method.HandleAsync(new MethodRequest("m", new PayloadChunk("0", 1, 0, null).ToPayload()), Cancellation)).Should().ThrowAsync<MethodFault>()).Which.Status.Should().Be(410);

        Task<MethodResult> BeginAsync(string id) => method.HandleAsync(new MethodRequest("m", new PayloadChunk(id, 0, 2, [1]).ToPayload()), Cancellation);
    }

    [Fact]
    public void Join_ShortGzipOfVeryMuch_IsRefused()
    {
        var bomb = PayloadSlices.Cut(new byte[PayloadSlices.MaxPayload + 1], "the test's");
        FluentActions.Invoking(() => PayloadSlices.Join(bomb, "the test's")).Should().Throw<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);
        FluentActions.Invoking(() => PayloadSlices.Join([[1, 2, 3]], "the test's")).Should().Throw<EdgeModuleException>();
    }

    [Fact]
    public void Cut_BeyondSixteenMebibytes_IsRefused() =>
        FluentActions.Invoking(() => PayloadSlices.Cut(Noise(17 * 1024 * 1024), "the test's")).Should().Throw<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.MessageTooLarge);

    [Fact]
    public void Chunk_OfAnyText_IsReadOrNone() => Gen.String.Sample(text => PayloadChunk.Read(Encoding.UTF8.GetBytes("{\"iotedge-chunk\":" + text)));

    [Fact]
    public void Chunk_WrittenAndRead_IsTheSame() => Gen.Select(Gen.Int[0, 99], Gen.Int[1, 100], Gen.Byte.Array[0, 300]).Where((index, count, _) => index < count).Sample((index, count, data) =>
    {
        var read = PayloadChunk.Read(new PayloadChunk("id", index, count, data).ToPayload());
        return read is { Id: "id" } && read.Index == index && read.Count == count && read.Data!.SequenceEqual(data);
    });

    private LargePayloadMethod Echo() => new((request, _) =>
    {
        _runs++;
        return Task.FromResult(new MethodResult(201, request.Payload));
    }, _time);

    private Task<MethodResult> CallAsync(LargePayloadMethod method, byte[] payload) => new LargePayloadCall(
        async (part, cancellationToken) =>
        {
            _sizes.Add(part.Length);
            var answer = await method.HandleAsync(new MethodRequest("m", part), cancellationToken);
            _sizes.Add(answer.Payload.Length);
            return answer;
        },
        () => "transfer").InvokeAsync(new MethodRequest("m", payload), "the test's", Cancellation);

    private static byte[] Noise(int size)
    {
        var noise = new byte[size];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
