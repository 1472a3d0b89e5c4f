using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.Tests.Twins;

public sealed partial class ReportedPublisherTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flush_OfWhatCannotBeWritten_FailsAndTheNextOneWorks()
    {
        var hub = new FakeHub();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Gauge>(options =>
        {
            options.ConnectionString = TestClient.ConnectionString;
            options.Client = TestClient.Options(hub);
        });
        using var host = builder.Build();
        await host.StartAsync(Cancellation).Soon("the host");
        var reported = host.Services.GetRequiredService<Gauge>().Reported;

        reported.Update(status => status with { Level = double.NaN });
        (await reported.Awaiting(it => it.FlushAsync(Cancellation).Soon("the first flush")).Should().ThrowAsync<EdgeModuleException>()).Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);
        reported.Update(status => status with { Level = 7 });
        await reported.FlushAsync(Cancellation).Soon("the second flush");

        JsonNode.DeepEquals(hub.Reported, new JsonObject { ["level"] = 7 }).Should().BeTrue(hub.Reported.ToJsonString());
    }

    public sealed record Status
    {
        public double Level { get; init; }
    }

    public sealed partial class Gauge : EdgeModuleBase<Status, Status>;
}
