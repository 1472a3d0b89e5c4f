using System.Globalization;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Storage;

/// <summary>Short forms of what a store does with its connection.</summary>
internal static class SqliteStatements
{
    /// <summary>Makes a statement whose parameters are <c>$0</c>, <c>$1</c>, …, to be run again and again.</summary>
    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        return command;
    }

    /// <summary>Gives a statement its values.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Prepare(sql, 0);
        command.ExecuteNonQuery();
    }

    public static long Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.Prepare(sql, 0);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads every row.</summary>
    public static List<T> Query<T>(this SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
