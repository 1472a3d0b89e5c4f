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
        var clients = connection.Query(
            "SELECT device, module, generation, primary_key, secondary_key, enabled, revision, reason, edge, managed_by FROM clients",
            row => new RegisteredClient(
                Identity(row), row.GetString(2), SharedAccessKey.Parse(row.GetString(3)), SharedAccessKey.Parse(row.GetString(4)), row.GetBoolean(5), row.GetInt64(6))
            {
                StatusReason = Text(row, 7),
                IsEdgeDevice = row.GetBoolean(8),
                ManagedBy = Text(row, 9),
            });
        var twins = connection.Query(
            "SELECT device, module, desired, desired_version, reported, reported_version, tags, revision, desired_metadata, reported_metadata, model FROM twins",
            row => new StoredTwin(Identity(row), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetInt64(5))
            {
                Tags = row.GetString(6),
                Revision = row.GetInt64(7),
                DesiredMetadata = row.GetString(8),
                ReportedMetadata = row.GetString(9),
                ModelId = Text(row, 10),
            });
        var subscriptions = connection.Query(
            "SELECT device, module, filter, quality FROM sessions",
            row => (Identity: Identity(row), Subscription: new MqttSubscription(row.GetString(2), (MqttQualityOfService)row.GetByte(3))));
        var queues = connection.Query(
            "SELECT id, endpoint, priority, (SELECT count(*) FROM deliveries WHERE queue = id) FROM queues",
            row => new StoredQueue(row.GetInt32(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)));
        var documents = connection.Query(
            "SELECT kind, id, revision, json FROM documents", row => new StoredDocument(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3)));
        return new StoredHub(
            store,
            clients,
            twins,
            [.. subscriptions.GroupBy(row => row.Identity, row => row.Subscription).Select(group => new StoredSession(group.Key, [.. group]))],
            queues,
            documents);
    }

    public static int AddQueue(SqliteConnection connection, string endpoint, long priority)
    {
        connection.Execute("INSERT OR IGNORE INTO queues(endpoint, priority) VALUES($endpoint, $priority)", ("$endpoint", endpoint), ("$priority", priority));
        return connection.Scalar<int>("SELECT id FROM queues WHERE endpoint = $endpoint AND priority = $priority", ("$endpoint", endpoint), ("$priority", priority));
    }

    public static void Save(SqliteConnection connection, RegisteredClient client) => connection.Execute(
        "INSERT OR REPLACE INTO clients VALUES($device, $module, $generation, $primary, $secondary, $enabled, $revision, $reason, $edge, $managedBy)",
        ("$device", client.Identity.DeviceId), ("$module", Module(client.Identity)), ("$generation", client.GenerationId),
        ("$primary", client.PrimaryKey.ToBase64()), ("$secondary", client.SecondaryKey.ToBase64()), ("$enabled", client.IsEnabled),
        ("$revision", client.Revision), ("$reason", client.StatusReason), ("$edge", client.IsEdgeDevice), ("$managedBy", client.ManagedBy));

    public static void Save(SqliteConnection connection, StoredTwin twin) => connection.Execute(
        "INSERT OR REPLACE INTO twins VALUES($device, $module, $desired, $desiredVersion, $reported, $reportedVersion, $tags, $revision, $desiredMetadata, $reportedMetadata, $model)",
        ("$tags", twin.Tags), ("$revision", twin.Revision), ("$desiredMetadata", twin.DesiredMetadata), ("$reportedMetadata", twin.ReportedMetadata), ("$model", twin.ModelId),
        ("$device", twin.Identity.DeviceId), ("$module", Module(twin.Identity)), ("$desired", twin.Desired), ("$desiredVersion", twin.DesiredVersion),
        ("$reported", twin.Reported), ("$reportedVersion", twin.ReportedVersion));

    public static void Save(SqliteConnection connection, StoredSession session)
    {
        DeleteFrom(connection, "sessions", session.Identity);
        foreach (var subscription in session.Subscriptions)
        {
            connection.Execute(
                "INSERT INTO sessions VALUES($device, $module, $filter, $quality)",
                ("$device", session.Identity.DeviceId), ("$module", Module(session.Identity)), ("$filter", subscription.Filter), ("$quality", (int)subscription.QualityOfService));
        }
    }

    public static void Save(SqliteConnection connection, StoredDocument document) => connection.Execute(
        "INSERT OR REPLACE INTO documents VALUES($kind, $id, $revision, $json)",
        ("$kind", document.Kind), ("$id", document.Id), ("$revision", document.Revision), ("$json", document.Json));

    public static void DeleteDocument(SqliteConnection connection, string kind, string id) =>
        connection.Execute("DELETE FROM documents WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id));

    public static void Delete(SqliteConnection connection, ClientIdentity identity)
    {
        DeleteFrom(connection, "clients", identity);
        DeleteFrom(connection, "twins", identity);
        DeleteFrom(connection, "sessions", identity);
    }

    private static void DeleteFrom(SqliteConnection connection, string table, ClientIdentity identity) => connection.Execute(
        string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {table} WHERE device = $device AND module = $module"),
        ("$device", identity.DeviceId), ("$module", Module(identity)));

    // A device is its own client: no module's id is empty.
    private static string Module(ClientIdentity identity) => identity.ModuleId ?? "";

    private static ClientIdentity Identity(SqliteDataReader row) => new(row.GetString(0), row.GetString(1) is { Length: > 0 } module ? module : null);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
