using System.Text;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Aligned columns: texts to the left, numbers to the right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The lines, the headers first unless they are all empty.</summary>
    public IEnumerable<string> Lines()
    {
        var hasHeaders = Array.Exists(headers, header => header.Length > 0);
        IEnumerable<string[]> rows = hasHeaders ? [headers, .. _rows] : _rows;
        var widths = Enumerable.Range(0, headers.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var areNumbers = Enumerable.Range(0, headers.Length).Select(column => _rows.Count > 0 && _rows.TrueForAll(row => IsNumber(row[column]))).ToArray();
        foreach (var row in rows)
        {
            var line = new StringBuilder("  ");
            for (var column = 0; column < row.Length; column++)
                line.Append(areNumbers[column] ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column])).Append("   ");
            yield return line.ToString().TrimEnd();
        }
    }

    private static bool IsNumber(string cell) => cell.Length > 0 && cell.All(character => char.IsAsciiDigit(character) || character is ',' or '.' or '-');
}
