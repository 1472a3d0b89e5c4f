using System.Globalization;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>The line that the hub writes when it listens: <c>ready mqtt=127.0.0.1:8883 amqp=127.0.0.1:5671 https=127.0.0.1:443</c>.</summary>
internal static class HubReadyLine
{
    private const string Prefix = "ready ";

    public static bool TryRead(string line, out HubPorts ports)
    {
        ports = default;
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var parts = line[Prefix.Length..].Split(' ');
        if (!TryReadPort(parts, "mqtt=", out var mqtt) || !TryReadPort(parts, "amqp=", out var amqp) || !TryReadPort(parts, "https=", out var https)) return false;
        ports = new HubPorts(mqtt, amqp, https);
        return true;
    }

    private static bool TryReadPort(string[] parts, string door, out int port)
    {
        port = 0;
        var part = Array.Find(parts, candidate => candidate.StartsWith(door, StringComparison.Ordinal));
        return part is not null && int.TryParse(part[(part.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
    }
}
