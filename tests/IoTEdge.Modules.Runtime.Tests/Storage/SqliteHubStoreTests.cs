using System.Runtime.Versioning;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Storage;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using IoTEdge.Modules.Runtime.Tests.State;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IoTEdge.Modules.Runtime.Tests.Storage;

public sealed class SqliteHubStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string DatabasePath => Path.Combine(_directory.NewPath(), "hub.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Open_NewFile_IsPrivate()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");

        await using var fixture = await HubFixture.StartAsync(directory: _directory);

        foreach (var file in Directory.EnumerateFiles(_directory.NewPath(), "hub.db*"))
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "{0} holds keys", file);
    }

    [Fact]
    public void Open_DamagedFile_SaysWhatToDo()
    {
        Directory.CreateDirectory(_directory.NewPath());
        File.WriteAllText(DatabasePath, new string('x', 5000));

        var open = () => SqliteHubStore.Open(DatabasePath, false, TimeProvider.System, NullLogger.Instance);

        open.Should().Throw<InvalidDataException>().WithMessage($"'{DatabasePath}' cannot be used*fresh state.");
    }

    [Fact]
    public async Task Open_FileOfALaterRelease_IsRefused()
    {
        await (await HubFixture.StartAsync(directory: _directory)).DisposeAsync();
        Execute("PRAGMA user_version = 99");

        var open = () => SqliteHubStore.Open(DatabasePath, false, TimeProvider.System, NullLogger.Instance);

        open.Should().Throw<InvalidDataException>().WithMessage("*is of version 99*");
    }

    [Fact]
    public async Task Open_FileOfTheFirstVersion_KeepsWhatIsInIt()
    {
        await (await HubFixture.StartAsync(directory: _directory)).DisposeAsync();
        File.Delete(DatabasePath);
        var key = SharedAccessKey.Create().ToBase64();
        Execute(HubSchema.StepsFrom(0).First() + $$"""
            INSERT INTO meta VALUES('store', zeroblob(16));
            INSERT INTO modules VALUES('edge', 'filter', '638', '{{key}}', '{{key}}', 1);
            INSERT INTO twins VALUES('edge', 'filter', '{"a":1}', 4, '{}', 2);
            PRAGMA user_version = 1;
            """);

        await using var fixture = await HubFixture.StartAsync(directory: _directory);

        fixture.Hub.Identities.Find(HubFixture.Identity("filter"))!.PrimaryKey.ToBase64().Should().Be(key);
        (await fixture.Hub.Twins.GetAsync(HubFixture.Identity("filter"), HubFixture.Cancellation)).Desired.Version.Should().Be(4);
    }

    [Fact]
    public async Task Message_ForTwoQueues_IsKeptOnceAndGoesWithTheLast()
    {
        await using (var fixture = await HubFixture.StartAsync(directory: _directory))
        {
            await fixture.RouteAsync(
                "FROM /messages/* INTO BrokeredEndpoint(\"/modules/one/inputs/in\")", "FROM /messages/* INTO BrokeredEndpoint(\"/modules/two/inputs/in\")");
            await using var sender = await fixture.ConnectAsync("sensor");
            await sender.PublishAsync("devices/edge/modules/sensor/messages/events/", "x", 1);
            await sender.ReadPubAckAsync();
        }

        Count("messages").Should().Be(1);
        Count("deliveries").Should().Be(2);
        await ReceiveAsync("one");
        Count("messages").Should().Be(1);
        Count("deliveries").Should().Be(1);
        await ReceiveAsync("two");
        Count("messages").Should().Be(0);
        Count("deliveries").Should().Be(0);
    }

    [Fact]
    public async Task Sequence_AfterEverythingWasDelivered_IsNeverUsedAgain()
    {
        const string routes = "FROM /messages/* INTO $upstream";
        long first;
        await using (var fixture = await HubFixture.StartAsync(directory: _directory))
        {
            await fixture.RouteAsync(routes);
            first = await SendUpstreamAsync(fixture, 0);
        }

        Execute("DELETE FROM messages; DELETE FROM deliveries");

        await using var again = await HubFixture.StartAsync(directory: _directory);
        (await SendUpstreamAsync(again, first)).Should().BeGreaterThan(first);
    }

    private static async Task<long> SendUpstreamAsync(HubFixture fixture, long after)
    {
        await using var sender = await fixture.ConnectAsync("sensor");
        await sender.PublishAsync("devices/edge/modules/sensor/messages/events/", "x", 1);
        return (await fixture.Hub.Upstream.ReadAsync(after, 1, TimeSpan.FromSeconds(20), HubFixture.Cancellation)).Single().Sequence;
    }

    private async Task ReceiveAsync(string moduleId)
    {
        await using var fixture = await HubFixture.StartAsync(directory: _directory);
        await using var receiver = await fixture.ConnectReceiverAsync(moduleId);
        await receiver.AcknowledgeAsync((await receiver.ReadPublishAsync()).PacketId);
        await receiver.PingAsync();
    }

    private long Count(string table) => Open(connection => connection.Scalar<long>($"SELECT count(*) FROM {table}"));

    private void Execute(string sql) => Open(connection =>
    {
        connection.Execute(sql);
        return true;
    });

    private T Open<T>(Func<SqliteConnection, T> use)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        connection.Open();
        return use(connection);
    }
}
