namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>What has been started so far; when a later part fails, the earlier ones are stopped in reverse.</summary>
internal sealed class StartedParts : IAsyncDisposable
{
    private readonly Stack<object> _parts = new();

    public T Add<T>(T part)
        where T : notnull
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>All is started: somebody else stops it.</summary>
    public void Release() => _parts.Clear();

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            if (part is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else
                (part as IDisposable)?.Dispose();
        }
    }
}
