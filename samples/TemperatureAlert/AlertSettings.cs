using System.ComponentModel.DataAnnotations;

namespace TemperatureAlert;

/// <summary>The desired properties.</summary>
public sealed record AlertSettings
{
    /// <summary>The highest mean of a window that is no alert.</summary>
    [Range(-273.15, 10_000)]
    public double Limit { get; init; } = 80;

    /// <summary>The quantity that is watched; every quantity where empty.</summary>
    public string Quantity { get; init; } = "temperature";
}
