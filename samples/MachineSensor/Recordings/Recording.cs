using System.Globalization;

namespace MachineSensor.Recordings;

/// <summary>A CSV file with a time and a value in its first two columns, in order of time; times without an offset are UTC.</summary>
internal sealed class Recording(string path)
{
    public string Name { get; } = Path.GetFileNameWithoutExtension(path);

    /// <summary>Reads the rows that are readings; <paramref name="skipUnreadable"/> hears of the others, the heading aside.</summary>
    public IEnumerable<RecordedRow> Rows(Action skipUnreadable)
    {
        var number = 0L;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (Parse(line, number) is { } row) yield return row;
            else if (number > 1) skipUnreadable();
        }
    }

    private static RecordedRow? Parse(string line, long number)
    {
        var columns = line.Split(',');
        return columns.Length >= 2
            && DateTimeOffset.TryParse(columns[0].Trim('"', ' '), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && double.TryParse(columns[1].Trim('"', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? new RecordedRow(number, time, value)
            : null;
    }
}
