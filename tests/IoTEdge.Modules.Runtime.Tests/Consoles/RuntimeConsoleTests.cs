using IoTEdge.Modules.Runtime.Consoles;

namespace IoTEdge.Modules.Runtime.Tests.Consoles;

public sealed class RuntimeConsoleTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Console_OfManySources_AlignsThem()
    {
        var console = new RuntimeConsole(_output, new Palette(isColored: false));
        console.SetModules(["a", "a-long-name"]);

        console.WriteLine("a", "one");
        console.WriteLine("a-long-name", "two");
        console.WriteLine("edgeAgent", "three");
        console.WriteUpstream("a/out", "{}");

        _output.ToString().Should().Be("a           │ one\na-long-name │ two\nedgeAgent   │ three\n$upstream   │ a/out {}\n");
    }

    [Fact]
    public void Console_OfTextWithControlCharacters_DoesNotHandThemOn()
    {
        var console = new RuntimeConsole(_output, new Palette(isColored: false));

        console.WriteLine("edgeAgent", "\e[31ma\e[0m\ab\tc");

        _output.ToString().Should().Be("edgeAgent │ ab\tc\n");
    }

    [Theory]
    [InlineData("<6> 2026-01-01 10:00:00.000 +00:00 [INF] - text - more", "10:00:00 INF text - more")]
    [InlineData("<4> 2026-01-01 10:00:00.000 +00:00 [WRN] - text", "10:00:00 WRN text")]
    [InlineData("<4> something else] - x", "<4> something else] - x")]
    [InlineData("<6> [INF] - x", "<6> [INF] - x")]
    [InlineData("] - ", "] - ")]
    public void Console_OfALineInTheAgentsFormat_ShowsTimeLevelAndText(string line, string expected)
    {
        new RuntimeConsole(_output, new Palette(isColored: false)).WriteLine("edgeAgent", line);

        _output.ToString().Should().Be($"edgeAgent │ {expected}\n");
    }

    [Fact]
    public void Console_WithColors_GivesEachModuleItsOwn()
    {
        var console = new RuntimeConsole(_output, new Palette(isColored: true));
        console.SetModules(["a", "b"]);

        console.WriteLine("a", "x");
        console.WriteLine("b", "x");

        _output.ToString().Should().Contain("\e[36ma        \e[0m").And.Contain("\e[32mb        \e[0m");
    }

    [Fact]
    public void Table_OfTextsAndNumbers_AlignsLeftAndRight()
    {
        var table = new TextTable("name", "count");
        table.Add("a", "1");
        table.Add("longer", "1,000");

        table.Lines().Should().Equal("  name     count", "  a            1", "  longer   1,000");
    }
}
