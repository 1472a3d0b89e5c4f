using System.Globalization;
using StreamProcessingJob;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>Windows of a recording by another way than the job's: all rows in memory, grouped, two passes.</summary>
internal static class IndependentWindows
{
    public static (int Rows, List<WindowResult> Windows) Of(string recording, string machine, int windowSeconds)
    {
        var rows = File.ReadLines(recording).Skip(1)
            .Select(line => line.Split(','))
            .Select(columns => (
                Time: DateTime.SpecifyKind(DateTime.ParseExact(columns[0], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), DateTimeKind.Utc),
                Value: double.Parse(columns[1], CultureInfo.InvariantCulture)))
            .ToList();
        var windows = rows
            .GroupBy(row => (long)Math.Floor((row.Time - DateTime.UnixEpoch).TotalSeconds / windowSeconds))
            .OrderBy(group => group.Key)
            .Select(group => Summarize(group.Key * windowSeconds, [.. group.Select(row => row.Value)]))
            .ToList();
        return (rows.Count, windows);

        WindowResult Summarize(long start, double[] values)
        {
            var mean = values.Average();
            return new WindowResult(machine, "temperature", DateTimeOffset.FromUnixTimeSeconds(start), DateTimeOffset.FromUnixTimeSeconds(start + windowSeconds),
                values.Length, mean, values.Min(), values.Max(), Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length));
        }
    }
}
