using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>A change of what is not messages, awaited by the one who asked for it.</summary>
internal sealed class StoreChange(Action<SqliteConnection> apply)
{
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the change is kept.</summary>
    public Task Kept => _kept.Task;

    public void Apply(SqliteConnection connection) => apply(connection);

    public void Complete() => _kept.TrySetResult();

    public void Fail(Exception exception) => _kept.TrySetException(exception);
}
