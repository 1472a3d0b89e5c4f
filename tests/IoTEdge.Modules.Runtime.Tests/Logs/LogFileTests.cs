using IoTEdge.Modules.Runtime.Logs;
using IoTEdge.Modules.Runtime.Tests.Processes;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Runtime.Tests.Logs;

public sealed class LogFileTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero));

    [Fact]
    public void Log_OfLines_HasThemWithTheirTime()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "m.log");
        using (var log = new LogFile(path, _time)) log.Write("hello");
        using (var log = new LogFile(path, _time)) log.Write("again");

        File.ReadAllText(path).Should().Be("2026-01-02 03:04:05.006 hello\n2026-01-02 03:04:05.006 again\n");
    }

    [Fact]
    public void Log_ThatCannotBeWritten_LosesLinesButHarmsNobodyAndGoesOnAfterwards()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "later", "m.log");
        using var log = new LogFile(path, _time);
        log.Write("lost");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        log.Write("kept");

        File.ReadAllText(path).Should().Be("2026-01-02 03:04:05.006 kept\n");
    }

    [Fact]
    public void Log_OnAFullDisk_HarmsNobody()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a file that is always full.");
        using var log = new LogFile("/dev/full", _time);

        log.Write("lost");
        log.Write("lost as well");
    }

    [Fact]
    public void Log_ThatGrows_KeepsTwoFilesOfABoundedSize()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "m.log");
        using var log = new LogFile(path, _time, maxBytes: 1000);
        for (var i = 0; i < 200; i++) log.Write($"line {i}");

        Directory.GetFiles(directory.Path).Should().BeEquivalentTo(path, path + ".1");
        new FileInfo(path).Length.Should().BeLessThan(1100);
        new FileInfo(path + ".1").Length.Should().BeInRange(1000, 1100);
        File.ReadLines(path).Last().Should().EndWith("line 199");
    }
}
