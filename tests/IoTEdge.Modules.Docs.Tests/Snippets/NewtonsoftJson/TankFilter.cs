using Newtonsoft.Json;

namespace IoTEdge.Modules.Docs.Tests.Snippets.NewtonsoftJson;

#region newtonsoft-module
public sealed record TankSettings { [JsonProperty("max-level")] public double MaxLevel { get; init; } = 0.9; }
public sealed record TankReading([property: JsonProperty("fill-level")] double Level);

public sealed partial class TankFilter : EdgeModuleBase<TankSettings>
{
    [Output("alerts")]
    public partial IOutput<TankReading> Alerts { get; }

    [Input("readings")]
    public async Task OnReadingAsync(TankReading reading, CancellationToken cancellationToken)
    {
        if (reading.Level > Desired.MaxLevel) await Alerts.SendAsync(reading, cancellationToken);
    }
}
#endregion
