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
            await File.AppendAllTextAsync(path, lines.ToString(), cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
