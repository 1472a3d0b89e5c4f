namespace IoTEdge.Modules.Tests.Hosting;

/// <summary>Keeps the exit code that a module sets from becoming that of the test run.</summary>
internal sealed class ExitCodeScope : IDisposable
{
    /// <summary>Tests that set it must not run side by side.</summary>
    public const string Collection = "exit code";

    private readonly int _before = Environment.ExitCode;

    public ExitCodeScope() => Environment.ExitCode = 0;

    public int Value => Environment.ExitCode;

    public void Dispose() => Environment.ExitCode = _before;
}
