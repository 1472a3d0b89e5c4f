namespace IoTEdge.Modules.Connection;

/// <summary>
/// Counts the attempts to connect again that fail for a reason that time alone does not mend: the identity is gone, its key or the hub's
/// root is another. After so many a new process has the better chance, because it asks the runtime anew.
/// </summary>
internal sealed class RefusalLimit(int max)
{
    private int _refusals;

    /// <summary>Begins to count, after a connection that had come about.</summary>
    public void Reset() => _refusals = 0;

    /// <summary>Takes a failed attempt.</summary>
    /// <returns>Whether another one makes sense.</returns>
    public bool IsWorthAnotherTry(Exception exception) => exception is EdgeModuleException { IsTransient: true } || ++_refusals < max || max == 0;
}
