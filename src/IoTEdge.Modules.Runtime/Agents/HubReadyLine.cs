using System.Globalization;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>The line that the hub writes when it listens: <c>ready mqtt=127.0.0.1:8883</c>.</summary>
internal static class HubReadyLine
{
    private const string Prefix = "ready ";
    private const string Mqtt = "mqtt=";

    public static bool TryReadMqttPort(string line, out int port)
    {
        port = 0;
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var part = Array.Find(line[Prefix.Length..].Split(' '), candidate => candidate.StartsWith(Mqtt, StringComparison.Ordinal));
        return part is not null && int.TryParse(part[(part.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
    }
}
