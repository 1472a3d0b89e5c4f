namespace IoTEdge.Modules.Docs.Tests.Snippets.GettingStarted;

#region boiler-module
public sealed record Reading(string Machine, double Celsius);

public sealed partial class Boiler : EdgeModuleBase
{
    [Output("readings")]
    public partial IOutput<Reading> Readings { get; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var celsius = 20;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Readings.SendAsync(new Reading("boiler", celsius), stoppingToken);
            celsius = celsius < 30 ? celsius + 1 : 20;
        }
    }
}
#endregion
