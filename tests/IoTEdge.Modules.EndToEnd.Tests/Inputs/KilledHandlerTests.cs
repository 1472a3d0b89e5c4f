using System.Diagnostics;

namespace IoTEdge.Modules.EndToEnd.Tests.Inputs;

/// <summary>A message that ends the process whenever it is handled ends it as often as it may, and then becomes a dead letter.</summary>
public sealed class KilledHandlerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_ThatEndsTheProcess_IsADeadLetterAfterItsAttempts()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("fragile", null, Cancellation);
        await using var neighbour = await NeighbourModule.OpenAsync(hub, "fragile", ["in"], Cancellation);
        var folder = Directory.CreateTempSubdirectory("fragile-").FullName;
        var log = Path.Combine(folder, "runs");
        await neighbour.SendAsync("in", new EdgeMessage("the end"u8.ToArray()) { MessageId = "poison" }, Cancellation);

        for (var run = 1; run <= 2; run++)
        {
            using var process = Start(hub, connectionString, folder, log);
            await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);
            (await File.ReadAllLinesAsync(log, Cancellation)).Should().HaveCount(run).And.EndWith($"poison {run}");
        }

        using var last = Start(hub, connectionString, folder, log);
        try
        {
            var letter = await neighbour.HearAsync("the dead letter", Cancellation);
            letter.Properties["deadletter-reason"].Should().Be("The module ended 2 times while it handled the message.");
            letter.Properties["deadletter-attempts"].Should().Be("2");
        }
        finally
        {
            last.Kill();
            await last.WaitForExitAsync(Cancellation);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(HubFixture hub, string connectionString, string folder, string log)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Assembly("IoTEdge.Modules.Tests.Module"), "handle", folder, log]) { RedirectStandardError = true };
        start.Environment["EdgeHubConnectionString"] = connectionString;
        start.Environment["EdgeModuleCACertificateFile"] = hub.CertificatePath;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => TestContext.Current.SendDiagnosticMessage($"{line.Data}");
        process.BeginErrorReadLine();
        return process;
    }
}
