using System.Text.Json;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Tests.Processes;

namespace IoTEdge.Modules.Runtime.Tests.Control;

public sealed class HubControlClientTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private FakeHubControl _hub = null!;
    private HubControlClient _sut = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var socket = Path.Combine(_directory.Path, "hub.sock");
        _hub = await FakeHubControl.StartAsync(socket);
        _sut = new HubControlClient(socket);
    }

    public async ValueTask DisposeAsync()
    {
        _sut.Dispose();
        await _hub.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Module_ThatIsThere_KeepsItsKey()
    {
        var made = await _sut.EnsureModuleAsync(new ModuleIdentity("d", "$edgeHub"), Cancellation);
        var found = await _sut.EnsureModuleAsync(new ModuleIdentity("d", "$edgeHub"), Cancellation);

        found.Key.ToBase64().Should().Be(made.Key.ToBase64());
        found.GenerationId.Should().Be("637");
        _hub.Requests.Should().Equal("GET /devices/d/modules/$edgeHub", "PUT /devices/d/modules/$edgeHub", "GET /devices/d/modules/$edgeHub");
    }

    [Fact]
    public async Task Module_ThatIsGone_IsDeletedWithoutAnError()
    {
        await _sut.DeleteModuleAsync(new ModuleIdentity("d", "m"), Cancellation);

        _hub.Requests.Should().Equal("DELETE /devices/d/modules/m");
    }

    [Fact]
    public async Task Twin_ThatIsRefused_SaysWhatTheHubSaid()
    {
        using var desired = JsonDocument.Parse("{}");
        var act = () => _sut.PutDesiredAsync(new ModuleIdentity("d", "refused"), desired.RootElement, Cancellation);

        var exception = (await act.Should().ThrowAsync<HubControlException>()).Which;
        exception.Message.Should().Be("The hub refused PUT /twins/d/modules/refused with 400: this twin is refused");
        exception.Status.Should().Be(400);
    }

    [Fact]
    public async Task Hub_ThatIsAway_IsNamedAsTheReason()
    {
        using var sut = new HubControlClient(Path.Combine(_directory.Path, "nobody.sock"));
        var act = () => sut.GetStatisticsAsync(Cancellation);

        (await act.Should().ThrowAsync<HubControlException>()).Which.Message.Should().StartWith("The hub does not answer GET /statistics:");
    }
}
