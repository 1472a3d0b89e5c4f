using System.Collections.Concurrent;
using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>The sessions of all modules, made when a module is first heard of: as a client or as the end of a route.</summary>
internal sealed class SessionRegistry(IHubStore store, PumpSettings pumps, TimeProvider time)
{
    private readonly ConcurrentDictionary<ClientIdentity, ClientSession> _sessions = new();

    /// <summary>What is told that a client's connection came or went.</summary>
    public Action<ClientIdentity>? ConnectionChanged { get; set; }

    public IEnumerable<ClientSession> All => _sessions.Values;

    public ClientSession Get(ClientIdentity identity) =>
        _sessions.GetOrAdd(identity, id => new ClientSession(id, new ClientPump(id, pumps), store, time) { ConnectionChanged = () => ConnectionChanged?.Invoke(id) });

    public ClientSession? Find(ClientIdentity identity) => _sessions.GetValueOrDefault(identity);

    public void Tick()
    {
        foreach (var (_, session) in _sessions)
            session.Pump.Tick();
    }
}
