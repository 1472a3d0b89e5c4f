using System.Text;
using IoTEdge.Modules.Hub.Upstream;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

/// <summary>Reads what arrived upstream, waiting for as many messages as a test expects.</summary>
internal static class UpstreamReader
{
    public static async Task<IReadOnlyList<UpstreamMessage>> ReadAsync(HubFixture fixture, int count)
    {
        var found = new List<UpstreamMessage>();
        while (found.Count < count)
        {
            var messages = await fixture.Hub.Upstream.ReadAsync(found.LastOrDefault()?.Sequence ?? 0, 1000, TimeSpan.FromSeconds(10), HubFixture.Cancellation);
            messages.Should().NotBeEmpty($"{count} messages were expected upstream, and {found.Count} came");
            found.AddRange(messages);
        }

        return found;
    }

    public static async Task<IEnumerable<string>> BodiesAsync(HubFixture fixture, int count) =>
        (await ReadAsync(fixture, count)).Select(message => Encoding.UTF8.GetString(message.Body.Span));
}
