using IoTEdge.Modules.Connection;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Connection;

public sealed class TokenRenewalTests
{
    [Fact]
    public async Task WaitAsync_TokenOfAYear_WaitsThatLong()
    {
        var time = new FakeTimeProvider();
        var start = time.GetUtcNow();
        var renewal = TokenRenewal.WaitAsync(start, start.AddDays(365), () => true, time, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromDays(40));
        time.Advance(TimeSpan.FromDays(40));
        renewal.IsCompleted.Should().BeFalse();
        for (var day = 80; day <= 365 * 0.85; day++) time.Advance(TimeSpan.FromDays(1));
        time.Advance(TimeSpan.FromDays(1));
        await renewal.Soon("the renewal");
    }
}
