using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IoTEdge.Modules.Tests.Outputs;

/// <summary>The outbox on its file, with a disk that is full.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly TestFolder _folder = new();
    private readonly FakeHub _hub = new();
    private readonly Outbox _outbox = new(16, TimeProvider.System, NullLogger.Instance);
    private readonly ModuleStore _store;

    public OutboxTests()
    {
        _store = ModuleStore.Open(_folder.Path, [_outbox.Participant], TimeProvider.System, NullLogger.Instance);
        _outbox.Begin(_store);
    }

    [Fact]
    public async Task SendAsync_DiskFull_FailsSaysSoAndWorksAgainWithRoom()
    {
        await StoreAsync(1, 100_000);
        await LimitPagesAsync(40);
        var failure = (await FluentActions.Awaiting(() => StoreAsync(2, 200_000)).Should().ThrowAsync<EdgeModuleException>()).Which;
        failure.Reason.Should().Be(EdgeModuleErrorReason.Storage);
        failure.Message.Should().Contain(ModuleDatabase.FileName).And.Contain("make room");

        await LimitPagesAsync(10_000);
        await StoreAsync(3, 200_000);
        await AttachedIdsAsync(2, "1", "3");
    }

    [Fact]
    public async Task SendAsync_OneOfManyFindsNoRoom_DoesNotTakeTheOthersWithIt()
    {
        await LimitPagesAsync(60);
        var sends = Enumerable.Range(1, 50).Select(i => StoreAsync(i, i == 25 ? 300_000 : 1000)).ToArray();
        await Task.WhenAll(sends).ContinueWith(_ => { }, TaskScheduler.Default).Soon("every send");
        sends.Should().OnlyContain(send => send.IsFaulted == ReferenceEquals(send, sends[24]));

        await AttachedIdsAsync(49, [.. Enumerable.Range(1, 50).Where(i => i != 25).Select(i => $"{i}")]);
    }

    [Fact]
    public async Task Store_OpenedByTwo_IsRefusedForTheSecond()
    {
        var second = () => ModuleStore.Open(_folder.Path, [], TimeProvider.System, NullLogger.Instance);
        (await Task.Run(() => second.Should().Throw<EdgeModuleException>(), Cancellation)).Which.Message.Should().Contain("Another process uses it");
    }

    [Fact]
    public void File_OfTheStore_IsReadableByItsUserOnly()
    {
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(Path.Combine(_folder.Path, ModuleDatabase.FileName)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private Task StoreAsync(int id, int size) => _outbox.SendAsync("out", new PropertyBag { ["$.mid"] = $"{id}" }, new byte[size], Cancellation);

    private Task LimitPagesAsync(int pages) => _store.RunAsync(connection => connection.Execute($"PRAGMA max_page_count = {pages}"), Cancellation);

    private async Task AttachedIdsAsync(int count, params string[] expected)
    {
        await using var client = TestClient.Create(_hub);
        await client.OpenAsync(Cancellation);
        var connection = await _hub.NextConnectionAsync();
        _outbox.Attach(connection);
        var ids = new List<string?>();
        while (ids.Count < count) ids.Add((await connection.NextSentAsync()).Properties["$.mid"]);
        ids.Should().Equal(expected);
        await _outbox.FlushAsync(Cancellation).Soon("the outbox to be empty");
    }
}
