using System.Net.Sockets;
using System.Security.Authentication;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Transport.Dialing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Transport.Dialing;

public sealed class FallbackDialerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly HostEndpoint Hub = new("hub.test", null);
    private readonly FakeDialer _first = new("first");
    private readonly FakeDialer _second = new("second");
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _log = new();
    private readonly FallbackDialer _sut;

    public FallbackDialerTests() => _sut = new FallbackDialer(_first, _second, TimeSpan.FromSeconds(10), _time, _log);

    [Fact]
    public async Task Open_FirstNotReached_TakesTheSecondAndKeepsToIt()
    {
        _first.Failure = new SocketException((int)SocketError.ConnectionRefused);
        (await _sut.OpenAsync(Hub, Cancellation)).Should().BeSameAs(_second.Stream);
        (await _sut.OpenAsync(Hub, Cancellation)).Should().BeSameAs(_second.Stream);
        (_first.Attempts, _second.Attempts).Should().Be((1, 2));
        _log.Collector.GetSnapshot().Should().ContainSingle().Which.Message.Should().Contain("second");

        _first.Failure = null;
        _second.Failure = new IOException("reset");
        (await _sut.OpenAsync(Hub, Cancellation)).Should().BeSameAs(_first.Stream, "the way back is open too");
    }

    [Fact]
    public async Task Open_FirstAnswersNothing_TakesTheSecondAfterItsTime()
    {
        _first.Hangs = true;
        var opening = _sut.OpenAsync(Hub, Cancellation);
        opening.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));
        (await opening.Soon("the second way")).Should().BeSameAs(_second.Stream);
    }

    [Fact]
    public async Task Open_NeitherReached_TellsBothAndThatTheHubIsAway()
    {
        _first.Failure = new IOException("no route.");
        _second.Failure = new AuthenticationException("somebody else answers");
        await _sut.Awaiting(dialer => dialer.OpenAsync(Hub, Cancellation)).Should().ThrowAsync<IOException>().WithMessage("no route.*second*somebody else*");
    }

    [Fact]
    public async Task Open_HubNotTrusted_DoesNotLookForAnother()
    {
        _first.Failure = new AuthenticationException("wrong root");
        await _sut.Awaiting(dialer => dialer.OpenAsync(Hub, Cancellation)).Should().ThrowAsync<AuthenticationException>();
        _second.Attempts.Should().Be(0);
    }

    [Fact]
    public async Task Open_HostWithAPort_HasOneWay()
    {
        _first.Failure = new SocketException((int)SocketError.ConnectionRefused);
        await _sut.Awaiting(dialer => dialer.OpenAsync(Hub with { Port = 18883 }, Cancellation)).Should().ThrowAsync<SocketException>();
        _second.Attempts.Should().Be(0);
    }

    [Fact]
    public async Task Open_Cancelled_EndsAtOnce()
    {
        _first.Hangs = true;
        using var cancellation = new CancellationTokenSource();
        var opening = _sut.OpenAsync(Hub, cancellation.Token);
        await cancellation.CancelAsync();
        await opening.Awaiting(task => task.Soon("the end")).Should().ThrowAsync<OperationCanceledException>();
        _second.Attempts.Should().Be(0);
    }

    private sealed class FakeDialer(string name) : IHubDialer
    {
        public Exception? Failure { get; set; }

        public bool Hangs { get; set; }

        public int Attempts { get; private set; }

        public Stream Stream { get; } = new MemoryStream();

        public string Describe(HostEndpoint endpoint) => name;

        public async Task<Stream> OpenAsync(HostEndpoint endpoint, CancellationToken cancellationToken)
        {
            Attempts++;
            if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return Failure is null ? Stream : throw Failure;
        }
    }
}
