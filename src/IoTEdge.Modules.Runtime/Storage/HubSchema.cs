namespace IoTEdge.Modules.Runtime.Storage;

/// <summary>The tables of a hub's store, as steps from one version of the file to the next. A step that was released is never changed.</summary>
internal static class HubSchema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE modules(device TEXT, module TEXT, generation TEXT NOT NULL, primary_key TEXT NOT NULL, secondary_key TEXT NOT NULL, enabled INTEGER NOT NULL,
            PRIMARY KEY(device, module)) WITHOUT ROWID;
        CREATE TABLE twins(device TEXT, module TEXT, desired TEXT NOT NULL, desired_version INTEGER NOT NULL, reported TEXT NOT NULL, reported_version INTEGER NOT NULL,
            PRIMARY KEY(device, module)) WITHOUT ROWID;
        CREATE TABLE sessions(device TEXT, module TEXT, filter TEXT, quality INTEGER NOT NULL, PRIMARY KEY(device, module, filter)) WITHOUT ROWID;
        CREATE TABLE queues(id INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, priority INTEGER NOT NULL, UNIQUE(endpoint, priority));
        CREATE TABLE messages(sequence INTEGER PRIMARY KEY, queues INTEGER NOT NULL, device TEXT NOT NULL, module TEXT NOT NULL, output TEXT, enqueued INTEGER NOT NULL,
            properties TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE deliveries(queue INTEGER, sequence INTEGER, expires INTEGER NOT NULL, PRIMARY KEY(queue, sequence)) WITHOUT ROWID;
        INSERT INTO meta VALUES('sequence', 1);
        """,
        // Devices beside modules: a device has the module ''. And what the service's view of identities and twins shows.
        """
        ALTER TABLE modules RENAME TO clients;
        ALTER TABLE clients ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE clients ADD COLUMN reason TEXT;
        ALTER TABLE clients ADD COLUMN edge INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE clients ADD COLUMN managed_by TEXT;
        ALTER TABLE twins ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE twins ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE twins ADD COLUMN desired_metadata TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE twins ADD COLUMN reported_metadata TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE twins ADD COLUMN model TEXT;
        CREATE TABLE documents(kind TEXT, id TEXT, revision INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;
        """,
    ];

    /// <summary>The version that this release makes.</summary>
    public static int Version => Steps.Length;

    /// <summary>What brings a file of a version up to date; version 0 is an empty file.</summary>
    public static IEnumerable<string> StepsFrom(int version) => Steps.Skip(version);
}
