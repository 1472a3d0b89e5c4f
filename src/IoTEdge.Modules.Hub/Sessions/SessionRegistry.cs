using System.Collections.Concurrent;
using IoTEdge.Modules.Hub.Delivery;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>The sessions of all modules, made when a module is first heard of: as a client or as the end of a route.</summary>
internal sealed class SessionRegistry(IHubStore store, PumpSettings pumps, TimeProvider time)
{
    private readonly ConcurrentDictionary<ModuleIdentity, ModuleSession> _sessions = new();

    public IEnumerable<ModuleSession> All => _sessions.Values;

    public ModuleSession Get(ModuleIdentity identity) =>
        _sessions.GetOrAdd(identity, id => new ModuleSession(id, new ModulePump(id, pumps), store, time));

    public ModuleSession? Find(ModuleIdentity identity) => _sessions.GetValueOrDefault(identity);

    public void Tick()
    {
        foreach (var (_, session) in _sessions)
            session.Pump.Tick();
    }
}
