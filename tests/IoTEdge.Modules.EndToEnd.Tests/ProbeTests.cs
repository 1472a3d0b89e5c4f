using System.Diagnostics;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>A module's own program tells whether its running instance is healthy, as processes.</summary>
public sealed class ProbeTests
{
    private const string Module = "TemperatureAlert";
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probe_OfAProcess_EndsWithZeroWhileItIsHealthyAndOneWhenItIsGone()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("alert", null, Cancellation);
        using (var module = hub.StartModule(Module, connectionString))
        {
            var (code, line) = await ProbeAsync(connectionString);
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            for (var i = 0; code != 0 && i < 50; i++)
            {
                await pace.WaitForNextTickAsync(Cancellation);
                (code, line) = await ProbeAsync(connectionString);
            }

            (code, line).Should().Be((0, "Healthy"));
            module.Kill();
            await module.WaitForExitAsync(Cancellation);
        }

        var (codeAfter, lineAfter) = await ProbeAsync(connectionString);
        codeAfter.Should().Be(1);
        lineAfter.Should().StartWith("No module runs as dev/alert");
    }

    private static async Task<(int Code, string Line)> ProbeAsync(string connectionString)
    {
        var assembly = Repository.Assembly(Module);
        var start = new ProcessStartInfo("dotnet", [assembly, "--probe"]) { WorkingDirectory = Path.GetDirectoryName(assembly), RedirectStandardOutput = true };
        start.Environment["EdgeHubConnectionString"] = connectionString;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, output.Trim());
    }
}
