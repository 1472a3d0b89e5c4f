using System.Collections.Concurrent;
using System.Globalization;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Identities;

/// <summary>The devices and modules that may connect, with their keys.</summary>
public sealed class IdentityRegistry
{
    private readonly ConcurrentDictionary<ClientIdentity, RegisteredClient> _clients = new();
    private readonly AsyncLock _changing = new();
    private readonly IHubStore _store;
    private readonly TimeProvider _time;

    internal IdentityRegistry(IHubStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>All of them, by device and module id.</summary>
    public IReadOnlyList<RegisteredClient> All =>
        [.. _clients.Values.OrderBy(client => client.Identity.ClientId, StringComparer.Ordinal)];

    /// <summary>What is told that a client's keys changed, or that it is disabled or gone.</summary>
    internal Action<ClientIdentity>? Revoked { get; set; }

    /// <summary>Finds a client.</summary>
    /// <param name="identity">Its address.</param>
    /// <returns>The client, or <see langword="null"/>.</returns>
    public RegisteredClient? Find(ClientIdentity identity) => _clients.GetValueOrDefault(identity);

    /// <summary>Adds a device or a module, or changes it.</summary>
    /// <param name="identity">Its address.</param>
    /// <param name="change">What it shall be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RegisteredClient> PutAsync(ClientIdentity identity, IdentityChange change, CancellationToken cancellationToken) =>
        (await TryPutAsync(identity, change, static _ => true, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Adds a device or a module, or changes it, on a condition.</summary>
    /// <param name="identity">Its address.</param>
    /// <param name="change">What it shall be.</param>
    /// <param name="condition">Looks at what is there: <see langword="null"/> for nothing. No change comes between it and this one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/> when the condition does not hold.</returns>
    public async Task<RegisteredClient?> TryPutAsync(
        ClientIdentity identity, IdentityChange change, Func<RegisteredClient?, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(condition);
        using var turn = await _changing.EnterAsync(cancellationToken).ConfigureAwait(false);
        var existing = Find(identity);
        if (!condition(existing))
            return null;
        var client = new RegisteredClient(
            identity,
            existing?.GenerationId ?? _time.GetUtcNow().Ticks.ToString(CultureInfo.InvariantCulture),
            change.PrimaryKey ?? existing?.PrimaryKey ?? SharedAccessKey.Create(),
            change.SecondaryKey ?? existing?.SecondaryKey ?? SharedAccessKey.Create(),
            change.IsEnabled,
            existing?.Revision + 1 ?? 1)
        {
            StatusReason = change.StatusReason,
            IsEdgeDevice = change.IsEdgeDevice,
            ManagedBy = change.ManagedBy,
        };
        await _store.SaveClientAsync(client, cancellationToken).ConfigureAwait(false);
        _clients[identity] = client;
        if (existing is not null && (!client.IsEnabled || !HaveSameKeys(existing, client)))
            Revoked?.Invoke(identity);
        return client;
    }

    /// <summary>Deletes an identity with its twin.</summary>
    /// <param name="identity">The device or module.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(ClientIdentity identity, CancellationToken cancellationToken)
    {
        using var turn = await _changing.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (!_clients.ContainsKey(identity))
            return false;
        await _store.DeleteClientAsync(identity, cancellationToken).ConfigureAwait(false);
        _clients.TryRemove(identity, out _);
        Revoked?.Invoke(identity);
        return true;
    }

    internal void Restore(IEnumerable<RegisteredClient> clients)
    {
        foreach (var client in clients)
            _clients[client.Identity] = client;
    }

    private static bool HaveSameKeys(RegisteredClient left, RegisteredClient right) =>
        left.PrimaryKey.ToBase64() == right.PrimaryKey.ToBase64() && left.SecondaryKey.ToBase64() == right.SecondaryKey.ToBase64();
}
