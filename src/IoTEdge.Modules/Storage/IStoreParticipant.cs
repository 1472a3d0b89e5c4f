using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Storage;

/// <summary>Keeps in memory what it knows of its tables. Called by the store's writer only, so it needs no lock against it.</summary>
internal interface IStoreParticipant
{
    /// <summary>Learns what is there, first of all and after each transaction that was rolled back.</summary>
    void Load(SqliteConnection connection);

    /// <summary>A transaction is committed.</summary>
    void Committed();

    /// <summary>A transaction is rolled back; <see cref="Load"/> follows before the next.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isFinal">Whether what was in it is given up; else each part is tried again alone.</param>
    void RolledBack(EdgeModuleException reason, bool isFinal);
}
