using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Hub.Twins;

/// <summary>The twins of all modules (protocol section 6). A change is kept before anybody is told of it.</summary>
public sealed class TwinRegistry
{
    private readonly Dictionary<ClientIdentity, TwinState> _twins = [];
    private readonly AsyncLock _gate = new();
    private readonly IHubStore _store;

    internal TwinRegistry(IHubStore store) => _store = store;

    /// <summary>What hands a change of desired properties to the module; called in the order of versions.</summary>
    internal Action<ClientIdentity, long, ReadOnlyMemory<byte>>? Notify { get; set; }

    /// <summary>What is awaited after a change of desired properties, before the one who made it is answered.</summary>
    internal Func<ClientIdentity, CancellationToken, Task>? Changed { get; set; }

    /// <summary>The twin of a module; a new one has version 1 and no properties.</summary>
    /// <param name="identity">The module.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A copy.</returns>
    public Task<ModuleTwin> GetAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        GuardAsync(() => Task.FromResult(Find(identity).ToTwin()), cancellationToken);

    /// <summary>Changes desired properties. The version grows, whatever the patch changes (protocol section 6.2).</summary>
    /// <param name="identity">The module.</param>
    /// <param name="patch">The change; null removes a property.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The twin after the change.</returns>
    public async Task<ModuleTwin> PatchDesiredAsync(ClientIdentity identity, JsonObject patch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var twin = await GuardAsync(() => ChangeDesiredAsync(identity, patch, cancellationToken), cancellationToken).ConfigureAwait(false);
        await OnChangedAsync(identity, cancellationToken).ConfigureAwait(false);
        return twin;
    }

    /// <summary>Replaces desired properties. When nothing differs, nothing happens: applying a manifest twice bumps no version.</summary>
    /// <param name="identity">The module.</param>
    /// <param name="desired">The properties as they shall be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The twin after the change.</returns>
    public async Task<ModuleTwin> ReplaceDesiredAsync(ClientIdentity identity, JsonObject desired, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(desired);
        var isChanged = false;
        var twin = await GuardAsync(
            () =>
            {
                var current = Find(identity);
                if (TwinMerge.Diff(current.Desired, desired).Count == 0)
                    return Task.FromResult(current.ToTwin());
                isChanged = true;
                // The module gets the new values, and null for every top-level property that is gone (protocol section 6.2).
                return ReplaceDesiredAsync(identity, current, desired, cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);
        if (isChanged)
            await OnChangedAsync(identity, cancellationToken).ConfigureAwait(false);
        return twin;
    }

    internal Task<byte[]> GetDocumentAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        GuardAsync(() => Task.FromResult(Find(identity).ToTwin().ToJson()), cancellationToken);

    internal Task<long> PatchReportedAsync(ClientIdentity identity, in ReadOnlySequence<byte> json, CancellationToken cancellationToken)
    {
        var patch = TwinJson.ParseObject(json, "reported properties");
        ReportedPropertiesValidator.Validate(patch);
        return PatchReportedAsync(identity, patch, cancellationToken);
    }

    internal Task<long> PatchReportedAsync(ClientIdentity identity, JsonObject patch, CancellationToken cancellationToken) =>
        GuardAsync(
            async () =>
            {
                var state = Find(identity).WithReported(patch);
                await SaveAsync(identity, state, cancellationToken).ConfigureAwait(false);
                return state.ReportedVersion;
            },
            cancellationToken);

    internal Task ForgetAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        GuardAsync(() => Task.FromResult(_twins.Remove(identity)), cancellationToken);

    internal void Restore(IEnumerable<StoredTwin> twins)
    {
        foreach (var stored in twins)
            _twins[stored.Identity] = TwinState.From(stored);
    }

    private async Task<ModuleTwin> ChangeDesiredAsync(ClientIdentity identity, JsonObject patch, CancellationToken cancellationToken)
    {
        var state = Find(identity).WithDesired(patch);
        await SaveAsync(identity, state, cancellationToken).ConfigureAwait(false);
        Tell(identity, state.DesiredVersion, patch);
        return state.ToTwin();
    }

    private async Task<ModuleTwin> ReplaceDesiredAsync(ClientIdentity identity, TwinState current, JsonObject desired, CancellationToken cancellationToken)
    {
        var patch = (JsonObject)desired.DeepClone();
        foreach (var (name, _) in current.Desired)
        {
            if (!desired.ContainsKey(name))
                patch[name] = null;
        }

        var state = current with { Desired = (JsonObject)desired.DeepClone(), DesiredVersion = current.DesiredVersion + 1 };
        await SaveAsync(identity, state, cancellationToken).ConfigureAwait(false);
        Tell(identity, state.DesiredVersion, patch);
        return state.ToTwin();
    }

    private void Tell(ClientIdentity identity, long version, JsonObject patch)
    {
        var notification = new TwinSection(patch, version).ToWire();
        Notify?.Invoke(identity, version, Encoding.UTF8.GetBytes(notification.ToJsonString()));
    }

    private TwinState Find(ClientIdentity identity) => _twins.TryGetValue(identity, out var state) ? state : TwinState.New();

    private async Task SaveAsync(ClientIdentity identity, TwinState state, CancellationToken cancellationToken)
    {
        await _store.SaveTwinAsync(state.ToStored(identity), cancellationToken).ConfigureAwait(false);
        _twins[identity] = state;
    }

    private Task OnChangedAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        Changed?.Invoke(identity, cancellationToken) ?? Task.CompletedTask;

    private async Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        using var turn = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await action().ConfigureAwait(false);
    }
}
