namespace IoTEdge.Modules.Tests.Model;

/// <summary>What happens to a packet.</summary>
internal enum Fate
{
    Passes,
    CutBefore,
    CutWithin,
    CutAfter,
    Dropped,
    Delayed,
    Doubled,
}

/// <summary>Decides by chance, always the same for the same seed, what goes wrong; nothing once it is healed.</summary>
internal sealed class Faults(int seed)
{
    private readonly Random _random = new(seed);
    private readonly double _share = new Random(seed).NextDouble() * 0.25;

    public bool IsHealed { get; set; }

    /// <summary>How often each kind of packet met each fate, to see that all did.</summary>
    public Dictionary<(string Packet, Fate Fate), int> Counts { get; } = [];

    /// <summary>The fate of a packet.</summary>
    /// <param name="packet">What it is.</param>
    /// <param name="possible">What may happen to it beside passing: a hub does not drop what TCP has, except where it forgets to answer.</param>
    public Fate Of(string packet, params ReadOnlySpan<Fate> possible)
    {
        if (IsHealed || _random.NextDouble() >= _share) return Fate.Passes;
        var fate = possible[_random.Next(possible.Length)];
        Counts[(packet, fate)] = Counts.GetValueOrDefault((packet, fate)) + 1;
        return fate;
    }

    public bool Happens(double share) => !IsHealed && _random.NextDouble() < share;
}
