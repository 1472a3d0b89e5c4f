using System.Globalization;

namespace MachineSensor.Computer;

/// <summary>The highest temperature that the system shows, in °C. Shown by Linux where the machine has sensors.</summary>
internal static class Thermometer
{
    private const string Folder = "/sys/class/thermal";

    public static double? Read()
    {
        if (!Directory.Exists(Folder)) return null;
        double? highest = null;
        foreach (var zone in Directory.EnumerateDirectories(Folder, "thermal_zone*"))
        {
            if (ReadZone(Path.Combine(zone, "temp")) is { } celsius && celsius > (highest ?? double.MinValue)) highest = celsius;
        }

        return highest;
    }

    private static double? ReadZone(string file)
    {
        try
        {
            return double.TryParse(File.ReadAllText(file), NumberStyles.Float, CultureInfo.InvariantCulture, out var thousandths) ? thousandths / 1000 : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // a sensor that is switched off
        }
    }
}
