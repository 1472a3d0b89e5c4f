using System.Diagnostics;
using System.Globalization;

namespace IoTEdge.Modules.Tests.Outputs;

/// <summary>What a process that is killed has stored is there for the next one.</summary>
public sealed class KilledModuleTests : IDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly TestFolder _folder = new();
    private readonly FakeHub _hub = new();

    [Fact]
    public async Task Kill_AfterMessagesWereStored_LosesNone()
    {
        var stored = await StoreUntilKilledAsync(atLeast: 200);

        await using var client = EdgeModuleClient.CreateFromConnectionString(TestClient.ConnectionString, TestClient.Options(_hub) with { StoragePath = _folder.Path });
        await client.OpenAsync(Cancellation);
        var connection = await _hub.NextConnectionAsync();
        for (var i = 1; i <= stored; i++)
        {
            var message = await connection.NextSentAsync();
            (message.Body, message.Properties["$.mid"], message.Properties["$.on"]).Should().Be(($"{i}", $"id-{i}", "out"), "nothing is lost and the order is kept");
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs the module, kills it while it stores, and tells the last number that it was told to be stored.</summary>
    private async Task<int> StoreUntilKilledAsync(int atLeast)
    {
        using var process = TestModule.Start("store", _folder.Path);
        var last = 0;
        try
        {
            while (last < atLeast)
            {
                var line = await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().Soon("the module to store");
                last = int.Parse(line ?? await process.StandardError.ReadToEndAsync(Cancellation), CultureInfo.InvariantCulture);
            }
        }
        finally
        {
            process.Kill();
        }

        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line) last = int.Parse(line, CultureInfo.InvariantCulture);
        await process.WaitForExitAsync(Cancellation);
        return last;
    }
}
