using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Hub.Twins;

/// <summary>The twins of all clients (protocol section 6). A change is kept before anybody is told of it.</summary>
public sealed class TwinRegistry
{
    private readonly Dictionary<ClientIdentity, TwinState> _twins = [];
    private readonly AsyncLock _gate = new();
    private readonly IHubStore _store;
    private readonly TimeProvider _time;

    internal TwinRegistry(IHubStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>What hands a change of desired properties to the client; called in the order of versions.</summary>
    internal Action<ClientIdentity, long, ReadOnlyMemory<byte>>? Notify { get; set; }

    /// <summary>What is awaited after a change of desired properties, before the one who made it is answered.</summary>
    internal Func<ClientIdentity, CancellationToken, Task>? Changed { get; set; }

    /// <summary>The twin as its client sees it; a new one has version 1 and no properties.</summary>
    /// <param name="identity">The device or module.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A copy.</returns>
    public Task<ModuleTwin> GetAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        GuardAsync(() => Task.FromResult(Find(identity).ToTwin()), cancellationToken);

    /// <summary>The twin as a service sees it.</summary>
    /// <param name="identity">The device or module.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<TwinView> GetViewAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        GuardAsync(() => Task.FromResult(Find(identity).ToView(identity)), cancellationToken);

    /// <summary>Changes what a service may change: desired properties and tags.</summary>
    /// <remarks>
    /// The version of desired properties grows with every patch, whatever it changes (protocol section 6.2). A replacement in which nothing
    /// differs does nothing: applying a manifest twice bumps no version.
    /// </remarks>
    /// <param name="identity">The device or module.</param>
    /// <param name="update">The change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The twin after the change; <see langword="null"/> when it had another etag.</returns>
    public async Task<TwinView?> UpdateAsync(ClientIdentity identity, TwinUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        var isChanged = false;
        var view = await GuardAsync(
            async () =>
            {
                var current = Find(identity);
                if (update.IfMatch is not (null or "*") && update.IfMatch != current.ToView(identity).Etag)
                    return null;
                var (state, patch) = Change(current, update);
                isChanged = patch is not null;
                if (!ReferenceEquals(state, current))
                    await SaveAsync(identity, state, cancellationToken).ConfigureAwait(false);
                if (patch is not null)
                    Tell(identity, state.DesiredVersion, patch);
                return state.ToView(identity);
            },
            cancellationToken).ConfigureAwait(false);
        // The change is kept: who made it may be gone by now, it is applied all the same.
        if (isChanged)
            await OnChangedAsync(identity, CancellationToken.None).ConfigureAwait(false);
        return view;
    }

    /// <summary>Merges a patch into desired properties; the version grows, whatever it changes.</summary>
    /// <param name="identity">The device or module.</param>
    /// <param name="patch">The change; null removes a property.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The twin after the change.</returns>
    public async Task<TwinView> PatchDesiredAsync(ClientIdentity identity, JsonObject patch, CancellationToken cancellationToken) =>
        (await UpdateAsync(identity, new TwinUpdate { Desired = patch }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Replaces desired properties; nothing happens when nothing differs.</summary>
    /// <param name="identity">The device or module.</param>
    /// <param name="desired">The properties as they shall be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The twin after the change.</returns>
    public async Task<TwinView> ReplaceDesiredAsync(ClientIdentity identity, JsonObject desired, CancellationToken cancellationToken) =>
        (await UpdateAsync(identity, new TwinUpdate { Desired = desired, IsReplacement = true }, cancellationToken).ConfigureAwait(false))!;

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
                var state = Find(identity).WithReported(patch, _time.GetUtcNow());
                await SaveAsync(identity, state, cancellationToken).ConfigureAwait(false);
                return state.ReportedVersion;
            },
            cancellationToken);

    /// <summary>Remembers the model that a client says it follows.</summary>
    internal Task SetModelAsync(ClientIdentity identity, string modelId, CancellationToken cancellationToken) =>
        GuardAsync(
            async () =>
            {
                var current = Find(identity);
                if (current.ModelId != modelId)
                    await SaveAsync(identity, current.WithModel(modelId), cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    internal Task ForgetAsync(ClientIdentity identity, CancellationToken cancellationToken) =>
        GuardAsync(() => Task.FromResult(_twins.Remove(identity)), cancellationToken);

    internal void Restore(IEnumerable<StoredTwin> twins)
    {
        foreach (var stored in twins)
            _twins[stored.Identity] = TwinState.From(stored);
    }

    /// <returns>The twin after the change, and what the client is told of it; null for nothing.</returns>
    private (TwinState State, JsonObject? Patch) Change(TwinState current, TwinUpdate update)
    {
        var isSame = update.IsReplacement && update.Tags is not null && TwinMerge.Diff(current.Tags, update.Tags).Count == 0;
        var state = update.Tags is { } tags && !isSame ? current.WithTags(tags, update.IsReplacement) : current;
        if (update.Desired is not { } desired)
            return (state, null);
        if (!update.IsReplacement)
            return (state.WithDesired(desired, _time.GetUtcNow()), desired);
        if (TwinMerge.Diff(current.Desired, desired).Count == 0)
            return (state, null);
        // The client gets the new values, and null for every top-level property that is gone (protocol section 6.2).
        var patch = (JsonObject)desired.DeepClone();
        foreach (var (name, _) in current.Desired)
        {
            if (!desired.ContainsKey(name))
                patch[name] = null;
        }

        return (state.ReplaceDesired(desired, _time.GetUtcNow()), patch);
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
