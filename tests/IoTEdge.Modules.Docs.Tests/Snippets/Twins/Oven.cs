using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Twins;

#region twins-settings
public sealed record OvenSettings
{
    [Range(20, 300)] public double TargetCelsius { get; init; } = 180;
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);
    public Program Program { get; init; } = Program.Bake;
    public Dictionary<string, Zone> Zones { get; init; } = [];
}

public sealed record Zone([property: Range(0, 1)] double Power = 1);

[JsonConverter(typeof(JsonStringEnumConverter<Program>))]
public enum Program { Bake, Grill }
#endregion

#region twins-status
public sealed record OvenStatus
{
    public double TargetCelsius { get; init; }
    public string? Fault { get; init; }
}
#endregion

/// <summary>What the page's oven heats with.</summary>
public interface IHeater
{
    IEnumerable<string> Zones { get; }

    Task SetTargetAsync(double celsius, CancellationToken cancellationToken);
}

#region twins-module
public sealed partial class Oven(IHeater heater) : EdgeModuleBase<OvenSettings, OvenStatus>
{
    protected override Task<string?> ReviewDesiredAsync(OvenSettings candidate, CancellationToken cancellationToken) =>
        Task.FromResult(candidate.Zones.Keys.Except(heater.Zones).FirstOrDefault() is { } unknown ? $"This oven has no zone '{unknown}'." : null);

    protected override async Task OnDesiredChangedAsync(OvenSettings previous, CancellationToken cancellationToken)
    {
        if (Desired.TargetCelsius != previous.TargetCelsius) await heater.SetTargetAsync(Desired.TargetCelsius, cancellationToken);
        Reported.Update(status => status with { TargetCelsius = Desired.TargetCelsius });
    }
}
#endregion
