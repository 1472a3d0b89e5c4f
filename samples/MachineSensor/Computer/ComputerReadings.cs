namespace MachineSensor.Computer;

/// <summary>What this computer shows of itself. A quantity that the system does not show is left out.</summary>
internal sealed class ComputerReadings
{
    private readonly List<(string Quantity, Func<double?> Read)> _sources = [];

    public ComputerReadings(IEnumerable<string> quantities)
    {
        foreach (var quantity in quantities.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            Func<double?>? read = quantity.ToLowerInvariant() switch
            {
                "load" => new ProcessorLoad().Read,
                "memory" => ReadMemory,
                "disk" => ReadDisk,
                "temperature" => Thermometer.Read,
                _ => null,
            };
            if (read is not null && read() is not null) _sources.Add((quantity.ToLowerInvariant(), read));
        }
    }

    /// <summary>The quantities that this system shows.</summary>
    public IEnumerable<string> Available => _sources.Select(source => source.Quantity);

    /// <summary>Measures once.</summary>
    public IEnumerable<(string Quantity, double Value)> Measure()
    {
        foreach (var (quantity, read) in _sources)
        {
            if (read() is { } value) yield return (quantity, value);
        }
    }

    /// <summary>Memory in use, in percent.</summary>
    private static double? ReadMemory()
    {
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        if (File.Exists("/proc/meminfo")) return ReadMemoryOfLinux();
        return info.TotalAvailableMemoryBytes > 0 ? 100.0 * info.MemoryLoadBytes / info.TotalAvailableMemoryBytes : null;
    }

    // The runtime looks at memory only when it collects garbage, which a small module hardly does.
    private static double? ReadMemoryOfLinux()
    {
        var values = File.ReadLines("/proc/meminfo")
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1].Trim().Split(' ')[0]);
        return values.TryGetValue("MemTotal", out var total) && values.TryGetValue("MemAvailable", out var available)
            && double.TryParse(total, out var all) && double.TryParse(available, out var free) && all > 0
            ? 100 * (1 - (free / all))
            : null;
    }

    /// <summary>The disk in use that the module runs on, in percent.</summary>
    private static double? ReadDisk()
    {
        var drive = new DriveInfo(Path.GetPathRoot(AppContext.BaseDirectory) ?? "/");
        return drive is { IsReady: true, TotalSize: > 0 } ? 100.0 * (drive.TotalSize - drive.AvailableFreeSpace) / drive.TotalSize : null;
    }
}
