using System.Text;
using IoTEdge.Modules.Hub.Upstream;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>Writes a line of JSON for each message to the end of a file.</summary>
internal sealed class JsonLinesSink(string path) : IUpstreamSink
{
    public string Name => path;

    public async Task SendAsync(IReadOnlyList<UpstreamMessage> messages, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        foreach (var message in messages)
            lines.Append(UpstreamJson.Write(message).ToJsonString()).Append('\n');
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            await using var _ = file.ConfigureAwait(false);
            var end = file.Length;
            file.Position = end;
            try
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellationToken).ConfigureAwait(false);
                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // Half a line would spoil the whole one that comes next.
                file.SetLength(end);
                throw;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
