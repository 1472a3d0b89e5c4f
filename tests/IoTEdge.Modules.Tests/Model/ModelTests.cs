using System.Collections.Concurrent;

namespace IoTEdge.Modules.Tests.Model;

/// <summary>
/// The client against a hub that cuts, drops, delays and doubles at every step of the protocol. A failure names its seed; <c>IOTEDGE_MODULES_TESTS_SEED</c>
/// runs that one alone.
/// </summary>
public sealed class ModelTests
{
    private const int Runs = 2_000;
    private const int AtATime = 16;
    private const string SeedVariable = "IOTEDGE_MODULES_TESTS_SEED";

    [Fact]
    public async Task Client_WhateverGoesWrong_KeepsItsPromises()
    {
        var only = Environment.GetEnvironmentVariable(SeedVariable);
        var seeds = only is { Length: > 0 } ? [int.Parse(only, System.Globalization.CultureInfo.InvariantCulture)] : Enumerable.Range(1, Runs);
        var counts = new ConcurrentDictionary<(string Packet, Fate Fate), int>();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = TestContext.Current.CancellationToken }, async (seed, _) =>
        {
            await using var run = new ModelRun(seed);
            await run.RunAsync();
            foreach (var (met, count) in run.Hub.Faults.Counts) counts.AddOrUpdate(met, count, (_, before) => before + count);
        });
        if (only is { Length: > 0 }) return;

        // A fate that no packet meets would be a test that cannot fail.
        foreach (var packet in new[] { "CONNACK", "SUBACK", "PUBACK", "twin", "patch response", "desired patch", "input", "method request" })
        {
            foreach (var fate in new[] { Fate.CutBefore, Fate.CutWithin, Fate.CutAfter, Fate.Delayed })
                counts.Should().ContainKey((packet, fate));
        }

        foreach (var packet in new[] { "Connect", "Subscribe", "Publish", "PubAck" }) counts.Should().ContainKey((packet, Fate.CutBefore));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', counts.OrderBy(count => count.Key).Select(count => $"{count.Key.Packet} {count.Key.Fate}: {count.Value}")));
    }
}
