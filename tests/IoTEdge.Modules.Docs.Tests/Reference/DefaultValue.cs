using System.Globalization;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>How a default is written in the reference.</summary>
internal static class DefaultValue
{
    public static string Of(object? value) => value switch
    {
        null => "none",
        string text => $"`{text}`",
        TimeSpan { Ticks: 0 } => "0 s",
        TimeSpan { TotalSeconds: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        TimeSpan { TotalMinutes: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        TimeSpan { TotalDays: < 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} d"),
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        long number => number.ToString("N0", CultureInfo.InvariantCulture),
        double number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        TimeProvider => "the system's",
        EdgeModuleClientOptions => "see below",
        System.Collections.IEnumerable => "empty",
        _ => $"{value}",
    };
}
