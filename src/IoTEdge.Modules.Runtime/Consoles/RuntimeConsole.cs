using IoTEdge.Modules.Runtime.Logs;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Prints lines of many sources, each with the name of its source before it.</summary>
internal sealed class RuntimeConsole(TextWriter output, Palette palette)
{
    /// <summary>The name that stands before what the agent says.</summary>
    public const string Agent = "edgeAgent";

    /// <summary>The name that stands before what arrives upstream.</summary>
    public const string Upstream = "$upstream";

    private readonly Lock _lock = new();
    private readonly List<string> _modules = [];
    private int _width = Agent.Length;

    public Palette Palette => palette;

    /// <summary>Sets the order of colors, and the width that aligns all lines.</summary>
    public void SetModules(IReadOnlyCollection<string> modules)
    {
        lock (_lock)
        {
            _modules.AddRange(modules);
            _width = modules.Concat([Agent, Upstream]).Max(source => source.Length);
        }
    }

    public void WriteLine(string line = "") => Write(line);

    /// <summary>A line of a module, of edgeHub or of edgeAgent.</summary>
    public void WriteLine(string source, string text)
    {
        lock (_lock)
        {
            var index = _modules.IndexOf(source);
            var name = source.PadRight(_width);
            Write($"{(index < 0 ? palette.Dim(name) : palette.OfModule(index, name))} {palette.Dim("│")} {Describe(text)}");
        }
    }

    /// <summary>Something that arrived upstream.</summary>
    public void WriteUpstream(string sender, string text)
    {
        lock (_lock) Write($"{palette.Bold(Upstream.PadRight(_width))} {palette.Dim("│")} {palette.Dim(sender)} {TerminalText.Clean(text)}");
    }

    // A day and a zone say nothing to somebody who is looking; a level does, where something is wrong.
    private string Describe(string text)
    {
        if (AgentLogFormat.HeadOf(text) is not { } head) return TerminalText.Clean(text);
        var level = AgentLogFormat.IsWarning(text) == true ? palette.Red(head.Level) : palette.Dim(head.Level);
        return $"{palette.Dim(head.Time)} {level} {TerminalText.Clean(AgentLogFormat.TextOf(text))}";
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            try
            {
                output.WriteLine(line);
            }
            catch (IOException)
            {
                // The reader of a pipe has gone; the modules have not.
            }
        }
    }
}
