namespace IoTEdge.Modules.Protocol.Topics;

/// <summary>The topic filters that hubs know (protocol section 1.4).</summary>
/// <param name="Kind">What the filter is for.</param>
/// <param name="DeviceId">The device that it names, or <see langword="null"/>.</param>
/// <param name="ModuleId">The module that it names, or <see langword="null"/>.</param>
public readonly record struct SubscriptionFilter(SubscriptionKind Kind, string? DeviceId = null, string? ModuleId = null)
{
    /// <summary>The filter for direct methods.</summary>
    public const string Methods = "$iothub/methods/POST/#";

    /// <summary>The filter for answers to twin requests.</summary>
    public const string TwinResponses = "$iothub/twin/res/#";

    /// <summary>The filter for changes of desired properties.</summary>
    public const string DesiredPatches = "$iothub/twin/PATCH/properties/desired/#";

    /// <summary>The filter for the inputs of a module.</summary>
    /// <param name="identity">The module.</param>
    public static string Inputs(ModuleIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return $"devices/{identity.DeviceId}/modules/{identity.ModuleId}/inputs/#";
    }

    /// <summary>Recognizes a filter as edgeHub does; one that it does not know is <see cref="SubscriptionKind.Unknown"/>, never an error.</summary>
    /// <param name="filter">The filter.</param>
    public static SubscriptionFilter Parse(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.StartsWith("$iothub/methods/POST/", StringComparison.Ordinal)) return new(SubscriptionKind.Methods);
        if (filter == TwinResponses) return new(SubscriptionKind.TwinResponses);
        if (filter.StartsWith("$iothub/twin/PATCH/properties/desired/", StringComparison.Ordinal)) return new(SubscriptionKind.DesiredPatches);

        Span<Range> ranges = stackalloc Range[7];
        var span = filter.AsSpan();
        var count = span.Split(ranges, '/');
        if (count < 5 || span[ranges[0]] is not "devices" || span[ranges[1]].IsEmpty || span[ranges[count - 1]] is not "#")
            return new(SubscriptionKind.Unknown);
        if (span[ranges[2]] is "modules" && !span[ranges[3]].IsEmpty && (count == 5 || (count == 6 && span[ranges[4]] is "inputs")))
            return new(SubscriptionKind.ModuleMessages, filter[ranges[1]], filter[ranges[3]]);
        if (count == 5 && span[ranges[2]] is "messages" && span[ranges[3]] is "devicebound")
            return new(SubscriptionKind.CloudToDevice, filter[ranges[1]]);
        return new(SubscriptionKind.Unknown);
    }
}
