using System.Globalization;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using Microsoft.Data.Sqlite;

namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>The rows of everything except messages.</summary>
internal static class HubRows
{
    public static StoredHub Load(SqliteConnection connection)
    {
        var store = connection.Query("SELECT value FROM meta WHERE name = 'store'", row => new Guid(row.GetFieldValue<byte[]>(0)))[0];
        var modules = connection.Query(
            "SELECT device, module, generation, primary_key, secondary_key, enabled FROM modules",
            row => new RegisteredModule(
                Identity(row), row.GetString(2), SharedAccessKey.Parse(row.GetString(3)), SharedAccessKey.Parse(row.GetString(4)), row.GetBoolean(5)));
        var twins = connection.Query(
            "SELECT device, module, desired, desired_version, reported, reported_version FROM twins",
            row => new StoredTwin(Identity(row), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetInt64(5)));
        var subscriptions = connection.Query(
            "SELECT device, module, filter, quality FROM sessions",
            row => (Identity: Identity(row), Subscription: new MqttSubscription(row.GetString(2), (MqttQualityOfService)row.GetByte(3))));
        var queues = connection.Query(
            "SELECT id, endpoint, priority, (SELECT count(*) FROM deliveries WHERE queue = id) FROM queues",
            row => new StoredQueue(row.GetInt32(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)));
        return new StoredHub(
            store,
            modules,
            twins,
            [.. subscriptions.GroupBy(row => row.Identity, row => row.Subscription).Select(group => new StoredSession(group.Key, [.. group]))],
            queues);
    }

    public static int AddQueue(SqliteConnection connection, string endpoint, long priority)
    {
        connection.Execute("INSERT OR IGNORE INTO queues(endpoint, priority) VALUES($endpoint, $priority)", ("$endpoint", endpoint), ("$priority", priority));
        return connection.Scalar<int>("SELECT id FROM queues WHERE endpoint = $endpoint AND priority = $priority", ("$endpoint", endpoint), ("$priority", priority));
    }

    public static void Save(SqliteConnection connection, RegisteredModule module) => connection.Execute(
        "INSERT OR REPLACE INTO modules VALUES($device, $module, $generation, $primary, $secondary, $enabled)",
        ("$device", module.Identity.DeviceId), ("$module", module.Identity.ModuleId), ("$generation", module.GenerationId),
        ("$primary", module.PrimaryKey.ToBase64()), ("$secondary", module.SecondaryKey.ToBase64()), ("$enabled", module.IsEnabled));

    public static void Save(SqliteConnection connection, StoredTwin twin) => connection.Execute(
        "INSERT OR REPLACE INTO twins VALUES($device, $module, $desired, $desiredVersion, $reported, $reportedVersion)",
        ("$device", twin.Identity.DeviceId), ("$module", twin.Identity.ModuleId), ("$desired", twin.Desired), ("$desiredVersion", twin.DesiredVersion),
        ("$reported", twin.Reported), ("$reportedVersion", twin.ReportedVersion));

    public static void Save(SqliteConnection connection, StoredSession session)
    {
        DeleteFrom(connection, "sessions", session.Identity);
        foreach (var subscription in session.Subscriptions)
        {
            connection.Execute(
                "INSERT INTO sessions VALUES($device, $module, $filter, $quality)",
                ("$device", session.Identity.DeviceId), ("$module", session.Identity.ModuleId), ("$filter", subscription.Filter), ("$quality", (int)subscription.QualityOfService));
        }
    }

    public static void Delete(SqliteConnection connection, ModuleIdentity identity)
    {
        DeleteFrom(connection, "modules", identity);
        DeleteFrom(connection, "twins", identity);
        DeleteFrom(connection, "sessions", identity);
    }

    private static void DeleteFrom(SqliteConnection connection, string table, ModuleIdentity identity) => connection.Execute(
        string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {table} WHERE device = $device AND module = $module"),
        ("$device", identity.DeviceId), ("$module", identity.ModuleId));

    private static ModuleIdentity Identity(SqliteDataReader row) => new(row.GetString(0), row.GetString(1));
}
