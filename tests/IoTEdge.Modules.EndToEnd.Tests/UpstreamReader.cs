using System.Text.Json;
using System.Text.Json.Nodes;
using StreamProcessingJob;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>Reads what arrives upstream, over restarts of the hub.</summary>
internal sealed class UpstreamReader(UnixHttp hub)
{
    private long _after;

    /// <summary>Each message that arrived, repetitions included.</summary>
    public List<(string Id, string Module, JsonNode Body)> Messages { get; } = [];

    /// <summary>The windows, by message id, each once.</summary>
    public IReadOnlyList<WindowResult> Windows(string module) =>
        [.. Messages.Where(message => message.Module == module).DistinctBy(message => message.Id)
            .Select(message => message.Body.Deserialize<WindowResult>(JsonSerializerOptions.Web)!)];

    /// <summary>Reads until a condition holds.</summary>
    public async Task ReadUntilAsync(Func<bool> isEnough, CancellationToken cancellationToken)
    {
        while (!isEnough())
        {
            var batch = (await hub.GetAsync($"/upstream?after={_after}&max=500&waitSeconds=5", cancellationToken)).AsArray();
            foreach (var entry in batch)
            {
                _after = entry!["sequence"]!.GetValue<long>();
                Messages.Add((entry["systemProperties"]!["messageId"]!.GetValue<string>(), entry["moduleId"]!.GetValue<string>(), entry["body"]!.DeepClone()));
            }
        }
    }
}
