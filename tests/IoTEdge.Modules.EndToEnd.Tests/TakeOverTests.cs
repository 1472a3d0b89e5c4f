using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>Two processes with one identity: a hub closes the older connection when the second one comes.</summary>
public sealed class TakeOverTests
{
    private const int Connected = 1000;
    private const int TakenOver = 1006;
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly FakeLogCollector _log = new();

    [Fact]
    public async Task TwoClients_WithOneIdentity_SlowDownAndSaySo()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("filter", null, Cancellation);
        using var factory = new LoggerFactory([new FakeLoggerProvider(_log)]);
        var options = new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath, LoggerFactory = factory, TimeProvider = _time };
        await using var first = EdgeModuleClient.CreateFromConnectionString(connectionString, options);
        await using var second = EdgeModuleClient.CreateFromConnectionString(connectionString, options);
        await first.OpenAsync(Cancellation);
        await second.OpenAsync(Cancellation);

        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 120; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await pace.WaitForNextTickAsync(Cancellation);
        }

        // Ten minutes: a dozen at once, the steps of the delay, and then two or three a minute; without the guard, thousands.
        Count(Connected).Should().BeInRange(13, 70);
        Count(TakenOver).Should().BeInRange(1, 4);
    }

    private int Count(int eventId) => _log.GetSnapshot().Count(record => record.Id.Id == eventId);
}
