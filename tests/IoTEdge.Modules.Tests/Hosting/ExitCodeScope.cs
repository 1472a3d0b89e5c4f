namespace IoTEdge.Modules.Tests.Hosting;

/// <summary>Keeps the exit code that a module sets from becoming that of the test run.</summary>
internal sealed class ExitCodeScope : IDisposable
{
    private readonly int _before = Environment.ExitCode;

    public int Value => Environment.ExitCode;

    public void Dispose() => Environment.ExitCode = _before;
}
