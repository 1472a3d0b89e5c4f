using IoTEdge.Modules.Connection;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Connection;

public sealed class TakeOverGuardTests
{
    private static readonly EdgeModuleException ClosedByHub = new(EdgeModuleErrorReason.Connection, "lost", new IOException("The hub closed the connection."));
    private readonly FakeTimeProvider _time = new();
    private readonly TakeOverGuard _sut;

    public TakeOverGuardTests() => _sut = new TakeOverGuard(_time, new HighestRandom());

    [Fact]
    public void Closed_YoungAgainAndAgain_IsDelayedMoreAndMoreAndSuspectedOnce()
    {
        var delays = new List<double>();
        var suspicions = 0;
        for (var i = 0; i < 16; i++)
        {
            delays.Add(Lose(TimeSpan.FromSeconds(1), ClosedByHub).TotalSeconds);
            if (_sut.IsNewlySuspicious) suspicions++;
        }

        delays.Should().Equal(0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60);
        suspicions.Should().Be(1);
    }

    [Fact]
    public void Closed_AfterTheDelayOfTheOther_StillCounts()
    {
        for (var i = 0; i < 5; i++) Lose(TimeSpan.FromMinutes(1), ClosedByHub).Should().Be(TimeSpan.Zero);
        Lose(TimeSpan.FromMinutes(1), ClosedByHub).Should().BePositive();
    }

    [Fact]
    public void Closed_WhenOldOrForAnotherReasonOrWithAHubThatWasAway_IsNoTakeOver()
    {
        for (var i = 0; i < 10; i++) Lose(TimeSpan.FromMinutes(3), ClosedByHub).Should().Be(TimeSpan.Zero);
        for (var i = 0; i < 10; i++) Lose(TimeSpan.Zero, new EdgeModuleException(EdgeModuleErrorReason.Timeout, "silent")).Should().Be(TimeSpan.Zero);
        for (var i = 0; i < 10; i++) Lose(TimeSpan.Zero, null).Should().Be(TimeSpan.Zero);
        for (var i = 0; i < 10; i++)
        {
            Lose(TimeSpan.Zero, ClosedByHub).Should().Be(TimeSpan.Zero);
            _sut.OnConnectFailed();
        }
    }

    private TimeSpan Lose(TimeSpan life, EdgeModuleException? reason)
    {
        _sut.OnConnected();
        _time.Advance(life);
        return _sut.OnEnded(reason);
    }

    /// <summary>No jitter.</summary>
#pragma warning disable RS0030 // It is a source of randomness that gives none.
    private sealed class HighestRandom : Random
#pragma warning restore RS0030
    {
        public override double NextDouble() => 1;
    }
}
