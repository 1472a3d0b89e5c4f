namespace IoTEdge.Modules.Runtime.Tests.State;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("iotedge-test-").FullName;

    /// <summary>A path below it, where nothing is yet.</summary>
    public string NewPath(string name = "state") => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
