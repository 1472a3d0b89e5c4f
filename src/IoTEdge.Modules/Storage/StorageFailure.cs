using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Storage;

/// <summary>Turns what SQLite or the file system says into the exception that callers see.</summary>
internal static class StorageFailure
{
    // Primary result codes of SQLite.
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static EdgeModuleException Of(Exception exception, string path, string verb) => exception as EdgeModuleException
        ?? new EdgeModuleException(EdgeModuleErrorReason.Storage, $"The storage file '{path}' could not be {verb}: {exception.Message.TrimEnd('.')}. {Remedy(exception)}", exception);

    private static string Remedy(Exception exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        Full => "The disk is full: make room, or lower the limits of the durable outputs.",
        Busy => "Another process uses it: each instance of a module needs a folder of its own.",
        Corrupt or NotADatabase => "The file is damaged: move it away, and the module begins with an empty one.",
        ReadOnly or CannotOpen => "The module's user needs the right to write there.",
        _ => "Check that EdgeModule:StoragePath names a folder that the module's user may write to, and the disk.",
    };
}
