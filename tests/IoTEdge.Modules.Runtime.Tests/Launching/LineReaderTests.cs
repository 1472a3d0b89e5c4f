using System.Text;
using CsCheck;
using IoTEdge.Modules.Runtime.Launching;

namespace IoTEdge.Modules.Runtime.Tests.Launching;

public sealed class LineReaderTests
{
    private static async Task<List<string>> ReadAsync(byte[] bytes)
    {
        var lines = new List<string>();
        await LineReader.ReadAsync(new MemoryStream(bytes), lines.Add, CancellationToken.None);
        return lines;
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a\nb\r\n\nc", new[] { "a", "b", "", "c" })]
    [InlineData("é\n", new[] { "é" })]
    public async Task Reader_OfText_GivesItsLines(string text, string[] lines) =>
        (await ReadAsync(Encoding.UTF8.GetBytes(text))).Should().Equal(lines);

    [Fact]
    public async Task Reader_OfALineWithoutEnd_CutsIt()
    {
        var lines = await ReadAsync(Encoding.UTF8.GetBytes(new string('x', 1_000_000) + "\nnext\n"));

        lines.Should().HaveCount(2);
        lines[0].Should().HaveLength(LineReader.MaxLineBytes + " [cut]".Length).And.EndWith("x [cut]");
        lines[1].Should().Be("next");
    }

    [Fact]
    public Task Reader_OfAnyBytes_GivesAsManyLinesAsThereAre() =>
        Gen.Byte.Array[0, 300].SampleAsync(async bytes =>
            (await ReadAsync(bytes)).Should().HaveCount(bytes.Count(b => b == '\n') + (bytes.Length > 0 && bytes[^1] != '\n' ? 1 : 0)));
}
