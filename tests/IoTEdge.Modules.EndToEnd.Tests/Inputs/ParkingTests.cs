namespace IoTEdge.Modules.EndToEnd.Tests.Inputs;

/// <summary>A hub has one message of a module in flight: one that waits for long must not keep the others from coming.</summary>
public sealed class ParkingTests : IDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly string _storage = Directory.CreateTempSubdirectory("patient-").FullName;

    [Fact]
    public async Task Message_ToBeRetriedMuchLater_LetsOtherInputsGoOnAndSurvivesARestart()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("patient", null, Cancellation);
        await using var neighbour = await NeighbourModule.OpenAsync(hub, "patient", ["slow", "quick"], Cancellation);
        await using (var client = await OpenAsync(hub, connectionString, InputResult.Retry(TimeSpan.FromHours(1))))
        {
            await neighbour.SendAsync("slow", new EdgeMessage(default) { MessageId = "slow-1" }, Cancellation);
            await neighbour.SendAsync("quick", new EdgeMessage(default) { MessageId = "quick-1" }, Cancellation);
            (await neighbour.HearAsync("the echo of the quick input", Cancellation)).Properties["echo"].Should().Be("quick-1");
            await client.CloseAsync(Cancellation);
        }

        await using var next = await OpenAsync(hub, connectionString, InputResult.Complete);
        (await neighbour.HearAsync("the echo of what was parked", Cancellation)).Properties["echo"].Should().Be("slow-1");
    }

    public void Dispose() => Directory.Delete(_storage, recursive: true);

    private async Task<EdgeModuleClient> OpenAsync(HubFixture hub, string connectionString, InputResult slowResult)
    {
        var client = EdgeModuleClient.CreateFromConnectionString(connectionString, new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath, StoragePath = _storage });
        await client.SetInputHandlerAsync("slow", async (message, token) =>
        {
            if (slowResult == InputResult.Complete) await EchoAsync(client, message, token);
            return slowResult;
        }, Cancellation);
        await client.SetInputHandlerAsync("quick", async (message, token) =>
        {
            await EchoAsync(client, message, token);
            return InputResult.Complete;
        }, Cancellation);
        await client.OpenAsync(Cancellation);
        return client;
    }

    private static Task EchoAsync(EdgeModuleClient client, EdgeMessage message, CancellationToken cancellationToken)
    {
        var echo = new EdgeMessage(default);
        echo.Properties["echo"] = message.MessageId;
        return client.SendAsync("echo", echo, cancellationToken);
    }
}
