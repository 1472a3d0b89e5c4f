using System.Globalization;
using System.Text;

namespace IoTEdge.Modules.Runtime.Logs;

/// <summary>The log of one module on disk: two files of a bounded size, the older one with the ending <c>.1</c>.</summary>
internal sealed class LogFile : IDisposable
{
    /// <summary>The size at which a file is set aside, in bytes: 5 MiB.</summary>
    public const long MaxBytes = 5 * 1024 * 1024;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly long _maxBytes;
    private readonly Lock _lock = new();
    private StreamWriter? _writer;
    private bool _isDisposed;

    public LogFile(string path, TimeProvider time, long maxBytes = MaxBytes)
    {
        _path = path;
        _time = time;
        _maxBytes = maxBytes;
    }

    /// <summary>Appends a line with its time. What comes after the end of the file is dropped.</summary>
    public void Write(string line)
    {
        var stamp = _time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            if (_isDisposed) return;
            try
            {
                _writer ??= Open();
                _writer.Write(stamp);
                _writer.Write(' ');
                _writer.WriteLine(line);
                _writer.Flush();
                if (_writer.BaseStream.CanSeek && _writer.BaseStream.Length >= _maxBytes) SetAside();
            }
            catch (Exception exception) when (IsDiskFailure(exception))
            {
                // A full disk costs lines of the log; it must not end the reading of a module's output, which would stop the module.
                Close();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Close();
        }
    }

    private static bool IsDiskFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private StreamWriter Open()
    {
        // Others may read along, and a second runtime on the same directory is refused elsewhere.
        var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);
        return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
    }

    private void Close()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (Exception exception) when (IsDiskFailure(exception))
        {
            // It still held what could not be written.
        }

        _writer = null;
    }

    private void SetAside()
    {
        _writer!.Dispose();
        _writer = null;
        File.Move(_path, _path + ".1", overwrite: true);
    }
}
