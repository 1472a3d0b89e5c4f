using System.Text.Json.Serialization;

namespace IoTEdge.Modules.Tests.Json;

/// <summary>Desired properties with a member of each kind.</summary>
public sealed record PlantSettings
{
    public double MaxCelsius { get; init; } = 25;

    public string Unit { get; init; } = "C";

    public Mode Mode { get; init; } = Mode.Normal;

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    public DateTimeOffset Since { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Limits Limits { get; init; } = Limits.Usual;

    public Limits? Spare { get; init; }

    public Dictionary<string, double> Weights { get; init; } = new() { ["a"] = 1 };

    public IReadOnlyList<string> Tags { get; init; } = ["one"];

    public long Count { get; init; } = 3;

    public decimal Price { get; init; } = 1.5m;
}

public sealed record Limits
{
    public static Limits Usual { get; } = new();

    public int Low { get; init; } = 10;

    public int High { get; init; } = 100;
}

[JsonConverter(typeof(JsonStringEnumConverter<Mode>))]
public enum Mode
{
    Slow,
    Normal,
    Fast,
}

public sealed record PlantReading(string Machine, double Celsius);

public sealed class Chain
{
    public Chain? Next { get; set; }
}

public sealed class Strict
{
    private readonly int _even;

    public int Even
    {
        get => _even;
        init => _even = value % 2 == 0 ? value : throw new InvalidOperationException("It must be even.");
    }
}

public sealed class Broken
{
    public int Level => throw new InvalidOperationException("by the test");
}

public abstract class Shape
{
    public int Sides { get; set; }
}
