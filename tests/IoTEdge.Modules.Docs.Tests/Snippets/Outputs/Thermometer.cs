namespace IoTEdge.Modules.Docs.Tests.Snippets.Outputs;

public sealed record Measurement(string Sensor, double Celsius);

public sealed partial class Thermometer : EdgeModuleBase
{
    #region outputs-durable
    [Output("measurements", Durable = true, MaxBytes = 50_000_000, MaxAgeSeconds = 86_400, WhenFull = WhenFull.DropOldest)]
    public partial IOutput<Measurement> Measurements { get; }
    #endregion

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Measurements.SendAsync(new Measurement("boiler", 71.5), stoppingToken);
}
