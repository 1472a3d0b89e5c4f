using System.Globalization;

namespace MachineSensor.Recordings;

/// <summary>The last row of a recording that the hub has acknowledged, on disk: a restart goes on behind it.</summary>
internal sealed class PlaybackPosition
{
    private readonly string? _file;

    public PlaybackPosition(string? storagePath, string recording)
    {
        if (storagePath is null) return;
        Directory.CreateDirectory(storagePath);
        _file = Path.Combine(storagePath, $"{Path.GetFileName(recording)}.position");
    }

    /// <summary>The last acknowledged row's number; 0 at the beginning.</summary>
    public long Load() =>
        _file is not null && File.Exists(_file) && long.TryParse(File.ReadAllText(_file), CultureInfo.InvariantCulture, out var row) ? row : 0;

    public void Save(long row)
    {
        if (_file is null) return;

        // Written beside and renamed, so that a kill in between leaves the old position.
        File.WriteAllText(_file + ".new", row.ToString(CultureInfo.InvariantCulture));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
