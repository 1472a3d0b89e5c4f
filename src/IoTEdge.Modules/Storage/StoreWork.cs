using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Storage;

/// <summary>One thing to do on the store's connection, in a transaction with others.</summary>
internal sealed class StoreWork(Action<SqliteConnection> apply)
{
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is committed, and fails when it is not.</summary>
    public Task Kept => _kept.Task;

    public void Apply(SqliteConnection connection) => apply(connection);

    public void Complete() => _kept.TrySetResult();

    public void Fail(EdgeModuleException reason) => _kept.TrySetException(reason);
}
