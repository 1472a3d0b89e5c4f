using System.Collections.Concurrent;
using System.Globalization;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Identities;

/// <summary>The modules that may connect, with their keys.</summary>
public sealed class IdentityRegistry
{
    private readonly ConcurrentDictionary<ModuleIdentity, RegisteredModule> _modules = new();
    private readonly AsyncLock _changing = new();
    private readonly IHubStore _store;
    private readonly TimeProvider _time;

    internal IdentityRegistry(IHubStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>All modules, by device and module id.</summary>
    public IReadOnlyList<RegisteredModule> All =>
        [.. _modules.Values.OrderBy(module => module.Identity.ClientId, StringComparer.Ordinal)];

    /// <summary>What is told that a module's keys changed, or that it is disabled or gone.</summary>
    internal Action<ModuleIdentity>? Revoked { get; set; }

    /// <summary>Finds a module.</summary>
    /// <param name="identity">Its address.</param>
    /// <returns>The module, or <see langword="null"/>.</returns>
    public RegisteredModule? Find(ModuleIdentity identity) => _modules.GetValueOrDefault(identity);

    /// <summary>Adds a module, or changes its keys and whether it is enabled. What is not given stays, or is made.</summary>
    /// <param name="identity">The module.</param>
    /// <param name="primaryKey">Its first key.</param>
    /// <param name="secondaryKey">Its second key.</param>
    /// <param name="isEnabled">Whether it may connect.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RegisteredModule> PutAsync(
        ModuleIdentity identity, SharedAccessKey? primaryKey, SharedAccessKey? secondaryKey, bool isEnabled, CancellationToken cancellationToken)
    {
        using var turn = await _changing.EnterAsync(cancellationToken).ConfigureAwait(false);
        var existing = Find(identity);
        var module = new RegisteredModule(
            identity,
            existing?.GenerationId ?? _time.GetUtcNow().Ticks.ToString(CultureInfo.InvariantCulture),
            primaryKey ?? existing?.PrimaryKey ?? SharedAccessKey.Create(),
            secondaryKey ?? existing?.SecondaryKey ?? SharedAccessKey.Create(),
            isEnabled);
        await _store.SaveModuleAsync(module, cancellationToken).ConfigureAwait(false);
        _modules[identity] = module;
        if (existing is not null && (!isEnabled || !HaveSameKeys(existing, module)))
            Revoked?.Invoke(identity);
        return module;
    }

    /// <summary>Deletes a module with its twin.</summary>
    /// <param name="identity">The module.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(ModuleIdentity identity, CancellationToken cancellationToken)
    {
        using var turn = await _changing.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (!_modules.ContainsKey(identity))
            return false;
        await _store.DeleteModuleAsync(identity, cancellationToken).ConfigureAwait(false);
        _modules.TryRemove(identity, out _);
        Revoked?.Invoke(identity);
        return true;
    }

    internal void Restore(IEnumerable<RegisteredModule> modules)
    {
        foreach (var module in modules)
            _modules[module.Identity] = module;
    }

    private static bool HaveSameKeys(RegisteredModule left, RegisteredModule right) =>
        left.PrimaryKey.ToBase64() == right.PrimaryKey.ToBase64() && left.SecondaryKey.ToBase64() == right.SecondaryKey.ToBase64();
}
