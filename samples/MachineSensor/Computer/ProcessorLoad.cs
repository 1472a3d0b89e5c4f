using System.Globalization;

namespace MachineSensor.Computer;

/// <summary>How busy the processors were since the last look, in percent. Shown by Linux.</summary>
internal sealed class ProcessorLoad
{
    private const string Source = "/proc/stat";
    private (double Busy, double Total) _last;

    public double? Read()
    {
        if (!File.Exists(Source)) return null;
        var fields = File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        var times = Array.ConvertAll(fields, field => double.Parse(field, CultureInfo.InvariantCulture));
        var total = times.Sum();
        var busy = total - times[3] - times[4]; // all but idle and waiting for disks
        var (busySince, totalSince) = (busy - _last.Busy, total - _last.Total);
        _last = (busy, total);
        return totalSince <= 0 ? 0 : 100 * busySince / totalSince;
    }
}
