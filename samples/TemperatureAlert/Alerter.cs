using System.Globalization;
using Microsoft.Extensions.Logging;

namespace TemperatureAlert;

/// <summary>Sends an alert for each window whose mean is above the limit.</summary>
public sealed partial class Alerter(ILogger<Alerter> logger) : EdgeModuleBase<AlertSettings, AlertStatus>
{
    private int _settingsChanges;

    [Output("alerts")]
    public partial IOutput<Alert> Alerts { get; }

    [Input("windows")]
    public async Task OnWindowAsync(Window window, CancellationToken cancellationToken)
    {
        var settings = Desired;
        if (settings.Quantity.Length > 0 && !settings.Quantity.Equals(window.Quantity, StringComparison.OrdinalIgnoreCase)) return;
        var isAlert = window.Mean > settings.Limit;
        if (isAlert) await SendAsync(new Alert(window.Machine, window.Quantity, window.Start, Math.Round(window.Mean, 2), settings.Limit), cancellationToken);
        Reported.Update(status => status with { Windows = status.Windows + 1, Alerts = status.Alerts + (isAlert ? 1 : 0) });
    }

    [DirectMethod("reset")]
    public ResetResult Reset()
    {
        var before = Reported.Current;
        Reported.Update(status =>
        {
            before = status;
            return status with { Windows = 0, Alerts = 0 };
        });
        return new ResetResult(before.Windows, before.Alerts);
    }

    protected override Task OnDesiredChangedAsync(AlertSettings previous, CancellationToken cancellationToken)
    {
        var changes = ++_settingsChanges;
        Reported.Update(status => status with { Limit = Desired.Limit, SettingsChanges = changes });
        return Task.CompletedTask;
    }

    private async Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        LogAlert(logger, alert.Machine, alert.Quantity, alert.Mean, alert.Limit);
        var id = string.Create(CultureInfo.InvariantCulture, $"{Identity.ModuleId}-{alert.Machine}-{alert.Quantity}-{alert.Start.ToUnixTimeSeconds()}");
        await Alerts.SendAsync(alert, message => message.MessageId = id, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Machine}/{Quantity}: mean {Mean} is above {Limit}.")]
    private static partial void LogAlert(ILogger logger, string machine, string quantity, double mean, double limit);
}
