namespace IoTEdge.Modules.Runtime.State;

/// <summary>Files and directories that only their user can read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a directory of mode 0700, and takes others' rights away from one that exists.</summary>
    public static string CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // The user's profile and temp folders are private by their access lists.
            Directory.CreateDirectory(path);
            return path;
        }

        Directory.CreateDirectory(path, UserOnly | UnixFileMode.UserExecute);
        File.SetUnixFileMode(path, UserOnly | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Writes a file of mode 0600 in one step: a reader sees all of it or nothing, and a kill leaves no half file.</summary>
    public static void Write(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UserOnly;
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        using (var writer = new StreamWriter(draft, options))
            writer.Write(content);
        File.Move(draft, path, overwrite: true);
    }
}
