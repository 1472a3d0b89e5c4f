using IoTEdge.Modules.Runtime.Mqtt;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class IdleTimerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _reasons = [];

    [Fact]
    public void Silence_OfOneAndAHalfKeepAlives_Closes()
    {
        using var timer = new IdleTimer(60, DateTimeOffset.MaxValue, _time, _reasons.Add);

        _time.Advance(TimeSpan.FromSeconds(80));
        timer.Touch();
        _time.Advance(TimeSpan.FromSeconds(89));
        _reasons.Should().BeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));

        _reasons.Should().ContainSingle().Which.Should().StartWith("nothing came from it for 90 s");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1740)]
    public void Silence_OfTenMinutes_ClosesWhateverTheKeepAlive(int keepAliveSeconds)
    {
        using var timer = new IdleTimer((ushort)keepAliveSeconds, DateTimeOffset.MaxValue, _time, _reasons.Add);

        _time.Advance(TimeSpan.FromSeconds(599));
        _reasons.Should().BeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));

        _reasons.Should().ContainSingle();
    }

    [Fact]
    public void Token_Expired_ClosesAlsoAnActiveClient()
    {
        using var timer = new IdleTimer(60, _time.GetUtcNow().AddMinutes(5), _time, _reasons.Add);

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(40));
            timer.Touch();
        }

        _reasons.Should().Contain("its token has expired");
    }

    [Fact]
    public void Token_Expired_ClosesAtThatMoment()
    {
        using var timer = new IdleTimer(240, _time.GetUtcNow().AddSeconds(100), _time, _reasons.Add);

        _time.Advance(TimeSpan.FromSeconds(99));
        timer.Touch();
        _reasons.Should().BeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));

        _reasons.Should().Equal("its token has expired");
    }
}
