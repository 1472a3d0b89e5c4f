using System.Diagnostics.CodeAnalysis;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The node that a link is attached to (protocol section 2.3).</summary>
internal enum LinkNode
{
    /// <summary>Where tokens are put.</summary>
    Cbs,

    /// <summary>Telemetry and outputs from a client, inputs to a module.</summary>
    Events,

    /// <summary>Messages to a device or module from the cloud.</summary>
    DeviceBound,

    /// <summary>Direct methods.</summary>
    Methods,

    /// <summary>The twin.</summary>
    Twin,
}

/// <summary>An address as clients write it: <c>amqps://{host}/devices/…</c>, <c>/devices/…</c> or <c>devices/…</c>, its words in any case, its ids encoded or not.</summary>
/// <param name="Node">What it names.</param>
/// <param name="DeviceId">The device; empty for <c>$cbs</c>.</param>
/// <param name="ModuleId">The module; null for a device.</param>
internal sealed record LinkAddress(LinkNode Node, string DeviceId, string? ModuleId)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out LinkAddress? address)
    {
        address = null;
        if (text is null)
            return false;
        var path = text;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            var slash = text.IndexOf('/', scheme + 3);
            path = slash < 0 ? "" : text[slash..];
        }

        var segments = path.Trim('/').Split('/');
        if (segments is [var single])
        {
            address = Is(single, "$cbs") ? new LinkAddress(LinkNode.Cbs, "", null) : null;
            return address is not null;
        }

        if (!Is(segments[0], "devices"))
            return false;
        var device = Uri.UnescapeDataString(segments[1]);
        var module = segments.Length > 4 && Is(segments[2], "modules") ? Uri.UnescapeDataString(segments[3]) : null;
        var rest = module is null ? segments.AsSpan(2) : segments.AsSpan(4);
        if (device.Length == 0 || module?.Length == 0 || FindNode(rest) is not { } node)
            return false;
        address = new LinkAddress(node, device, module);
        return true;
    }

    private static LinkNode? FindNode(ReadOnlySpan<string> words) => words switch
    {
        [var one] when Is(one, "twin") => LinkNode.Twin,
        [var one, var two] when Is(one, "messages") && Is(two, "events") => LinkNode.Events,
        [var one, var two] when Is(one, "messages") && Is(two, "deviceBound") => LinkNode.DeviceBound,
        [var one, var two] when Is(one, "methods") && Is(two, "deviceBound") => LinkNode.Methods,
        _ => null,
    };

    private static bool Is(string segment, string word) => segment.Equals(word, StringComparison.OrdinalIgnoreCase);
}
