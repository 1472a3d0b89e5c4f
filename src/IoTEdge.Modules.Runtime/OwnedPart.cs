namespace IoTEdge.Modules.Runtime;

/// <summary>Lets a part that is disposed at once stand in one list with those that take their time.</summary>
internal sealed class OwnedPart(IDisposable part) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        part.Dispose();
        return ValueTask.CompletedTask;
    }
}
