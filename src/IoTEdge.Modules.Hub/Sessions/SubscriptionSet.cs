using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>What one client has subscribed to. Not safe for concurrent use.</summary>
internal sealed class SubscriptionSet(ClientIdentity identity)
{
    // A client knows six filters (protocol section 1.4); one that asks for ever new ones shall not fill the memory.
    private const int MaxFilters = 64;

    private readonly Dictionary<string, MqttQualityOfService> _filters = new(StringComparer.Ordinal);
    private readonly HashSet<SubscriptionKind> _kinds = [];

    public IReadOnlyList<MqttSubscription> ToList() => [.. _filters.Select(filter => new MqttSubscription(filter.Key, filter.Value))];

    /// <summary>Adds or replaces a filter.</summary>
    /// <returns>What SUBACK answers: the granted quality of service, at most 1, or a failure for what is another module's.</returns>
    public byte Add(MqttSubscription subscription)
    {
        var filter = SubscriptionFilter.Parse(subscription.Filter);
        var isForeign = filter.DeviceId is not null && (filter.DeviceId != identity.DeviceId || (filter.ModuleId is not null && filter.ModuleId != identity.ModuleId));
        if (isForeign || (_filters.Count >= MaxFilters && !_filters.ContainsKey(subscription.Filter)))
            return MqttSubAck.Failure;
        var granted = subscription.QualityOfService == MqttQualityOfService.AtMostOnce ? MqttQualityOfService.AtMostOnce : MqttQualityOfService.AtLeastOnce;
        _filters[subscription.Filter] = granted;
        return (byte)granted;
    }

    public bool Remove(string filter) => _filters.Remove(filter);

    /// <summary>Adds or removes a subscription of a protocol without filters.</summary>
    public void Set(SubscriptionKind kind, bool isSubscribed)
    {
        if (isSubscribed)
            _kinds.Add(kind);
        else
            _kinds.Remove(kind);
    }

    public void Clear()
    {
        _filters.Clear();
        _kinds.Clear();
    }

    /// <summary>The best quality of service granted for a kind; <see langword="null"/> without a subscription.</summary>
    public MqttQualityOfService? Find(SubscriptionKind kind)
    {
        MqttQualityOfService? best = _kinds.Contains(kind) ? MqttQualityOfService.AtMostOnce : null;
        foreach (var (filter, qualityOfService) in _filters)
        {
            if (SubscriptionFilter.Parse(filter).Kind == kind && (best is null || qualityOfService > best))
                best = qualityOfService;
        }

        return best;
    }
}
