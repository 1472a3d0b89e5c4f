namespace IoTEdge.Modules.Tests;

/// <summary>A folder of a test, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("module-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
