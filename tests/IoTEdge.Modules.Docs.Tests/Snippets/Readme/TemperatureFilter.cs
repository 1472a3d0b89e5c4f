namespace IoTEdge.Modules.Docs.Tests.Snippets.Readme;

#region readme-module
// TemperatureFilter.cs
using System.ComponentModel.DataAnnotations;

public sealed record FilterSettings { [Range(-40, 150)] public double MaxCelsius { get; init; } = 25; }
public sealed record FilterStatus { public long Alerts { get; init; } }
public sealed record Reading(string Machine, double Celsius);
public sealed record Alert(string Machine, double Celsius);
public sealed record ResetResult(long Alerts);

public sealed partial class TemperatureFilter : EdgeModuleBase<FilterSettings, FilterStatus>
{
    [Output("alerts")]
    public partial IOutput<Alert> Alerts { get; }

    [Input("readings")]
    public async Task OnReadingAsync(Reading reading, CancellationToken cancellationToken)
    {
        if (reading.Celsius <= Desired.MaxCelsius) return;
        await Alerts.SendAsync(new Alert(reading.Machine, reading.Celsius), cancellationToken);
        Reported.Update(status => status with { Alerts = status.Alerts + 1 });
    }

    [DirectMethod("reset")]
    public ResetResult Reset()
    {
        var before = Reported.Current.Alerts;
        Reported.Update(status => status with { Alerts = 0 });
        return new ResetResult(before);
    }
}
#endregion
