namespace IoTEdge.Modules.Runtime.State;

/// <summary>The one directory that holds everything a runtime knows: keys, certificates, messages, twins, logs and sockets.</summary>
/// <remarks>
/// A second run on the same directory resumes the first. The directory is readable by its user only (0700), files with keys are 0600.
/// A marker file tells it from a directory that merely has the same name, so that <see cref="Clear"/> can never empty a stranger's folder.
/// </remarks>
internal sealed class StateDirectory
{
    /// <summary>The name used below the working directory when no other directory is asked for.</summary>
    public const string DefaultName = ".iotedge";

    private const string MarkerName = ".iotedge-state";
    private const string LockName = "runtime.lock";
    private const string HubLockName = "hub.lock";
    private static readonly TimeSpan HubPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HubLook = TimeSpan.FromMilliseconds(50);

    private readonly SocketDirectory _sockets;

    private StateDirectory(string path)
    {
        Path = path;
        _sockets = new SocketDirectory(path);
    }

    /// <summary>The absolute path of the directory.</summary>
    public string Path { get; }

    /// <summary>The certificate of the runtime's own authority, PEM: what modules trust.</summary>
    public string CertificatePath => System.IO.Path.Combine(Path, "ca.pem");

    /// <summary>The private key of the runtime's own authority, PEM, mode 0600.</summary>
    public string CertificateKeyPath => System.IO.Path.Combine(Path, "ca.key.pem");

    /// <summary>The hub's database: identities, twins, sessions, messages.</summary>
    public string DatabasePath => System.IO.Path.Combine(Path, "hub.db");

    /// <summary>The connection string of the hub for services, mode 0600: who has it may do everything.</summary>
    public string ServiceConnectionStringPath => System.IO.Path.Combine(Path, "service-connection-string.txt");

    /// <summary>The Unix socket of the hub's control API.</summary>
    public string HubSocketPath => _sockets.PathOf("hub.sock");

    /// <summary>The Unix socket of the agent's control API.</summary>
    public string AgentSocketPath => _sockets.PathOf("agent.sock");

    /// <summary>Opens a directory, and makes it if there is none.</summary>
    /// <param name="path">Absolute, or relative to the working directory.</param>
    /// <exception cref="StateDirectoryException">The path is a file, or a directory with other things in it.</exception>
    public static StateDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
            throw new StateDirectoryException($"'{full}' is a file. Name a directory for the runtime's state.");
        var marker = System.IO.Path.Combine(full, MarkerName);
        if (Directory.Exists(full) && !File.Exists(marker) && Directory.EnumerateFileSystemEntries(full).Any())
            throw new StateDirectoryException($"'{full}' holds files that are not the runtime's. Name an empty or a new directory for its state.");
        PrivateFile.CreateDirectory(full);
        if (!File.Exists(marker))
            PrivateFile.Write(marker, "State of a local IoT Edge runtime. It can be deleted when no runtime uses it.\n");
        return new StateDirectory(full);
    }

    /// <summary>The Unix socket on which one module finds the workload API; its directory exists afterwards.</summary>
    public string WorkloadSocketPath(string moduleId) =>
        _sockets.PathOf(System.IO.Path.Combine("run", FileNameOf(moduleId), "workload.sock"));

    /// <summary>The file that collects what one module writes; its directory exists afterwards.</summary>
    public string LogPath(string moduleId) =>
        System.IO.Path.Combine(PrivateFile.CreateDirectory(System.IO.Path.Combine(Path, "logs")), FileNameOf(moduleId) + ".log");

    /// <summary>The private home directory of one module; it exists afterwards.</summary>
    /// <remarks>Microsoft's client writes its trusted roots there (protocol section 4.5), which must not leak into the user's own home.</remarks>
    public string HomePath(string moduleId) =>
        PrivateFile.CreateDirectory(System.IO.Path.Combine(Path, "home", FileNameOf(moduleId)));

    /// <summary>The directory in which one module keeps what it must not lose; it exists afterwards.</summary>
    public string StoragePath(string moduleId) =>
        PrivateFile.CreateDirectory(System.IO.Path.Combine(Path, "storage", FileNameOf(moduleId)));

    /// <summary>Takes the database for one hub; one of a runtime that was killed is given a moment to end.</summary>
    /// <remarks>Two hubs on one database would delete each other's messages.</remarks>
    /// <exception cref="StateDirectoryException">Another hub has it.</exception>
    public async Task<IDisposable> LockHubAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return OpenAlone(HubLockName);
            }
            catch (IOException exception)
            {
                if (time.GetElapsedTime(start) >= HubPatience)
                    throw new StateDirectoryException($"Another hub uses '{Path}'. Stop it, or give this hub a directory of its own.", exception);
            }

            await Task.Delay(HubLook, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the directory for one runtime, until the result is disposed or the process ends, however it ends.</summary>
    /// <exception cref="StateDirectoryException">Another runtime has it.</exception>
    public IDisposable Lock()
    {
        try
        {
            return OpenAlone(LockName);
        }
        catch (IOException exception)
        {
            throw new StateDirectoryException($"Another runtime uses '{Path}'. Stop it, or give this one a directory of its own.", exception);
        }
    }

    /// <summary>Deletes everything the runtime knows. Hold the <see cref="Lock"/> meanwhile.</summary>
    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(Path))
        {
            if (System.IO.Path.GetFileName(file) is not (MarkerName or LockName or HubLockName))
                File.Delete(file);
        }

        foreach (var directory in Directory.EnumerateDirectories(Path))
            Directory.Delete(directory, recursive: true);
        _sockets.Clear();
    }

    private FileStream OpenAlone(string name) =>
        new(System.IO.Path.Combine(Path, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    // A module id may hold characters that are not for file names ('*', '?', ':'), and '.' and '..' must not climb the tree.
    private static string FileNameOf(string moduleId) =>
        string.Concat(moduleId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '$' ? c.ToString() : $"%{(int)c:X2}"));
}
