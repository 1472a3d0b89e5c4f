using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>Sends readings as a sensor does, and sees which alerts leave the hub.</summary>
internal sealed class FilterLine(HubFixture hub, EdgeModuleClient sensor)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private long _after;

    public Task SendAsync(double celsius) =>
        sensor.SendAsync("readings", EdgeMessage.FromJson(new JsonObject { ["machine"] = "press", ["celsius"] = celsius }.ToJsonString()), Cancellation);

    /// <summary>Waits for the next alerts; gives their temperatures.</summary>
    public async Task<IReadOnlyList<double>> WaitForAlertsAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (!limit.IsCancellationRequested)
        {
            if (await ReadAsync() is [_, ..] alerts) return alerts;
        }

        Assert.Fail($"No alert arrived upstream within {Patience}; the hub says {await hub.Control.GetAsync("/statistics", Cancellation)}.");
        return [];
    }

    /// <summary>Sends a reading again and again until it gives an alert.</summary>
    public async Task SendUntilAlertAsync(double celsius)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (!limit.IsCancellationRequested)
        {
            await SendAsync(celsius);
            if ((await ReadAsync()).Contains(celsius)) return;
        }

        Assert.Fail($"{celsius} gave no alert within {Patience}; the twin is {await hub.Control.GetAsync("/twins/dev/modules/filter", Cancellation)}.");
    }

    private async Task<IReadOnlyList<double>> ReadAsync()
    {
        var batch = (await hub.Control.GetAsync($"/upstream?after={_after}&waitSeconds=1", Cancellation)).AsArray();
        if (batch.Count > 0) _after = batch[^1]!["sequence"]!.GetValue<long>();
        return [.. batch.Select(message => message!["body"]!["celsius"]!.GetValue<double>())];
    }
}
