using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Storage;

namespace IoTEdge.Modules.Hub.Services;

/// <summary>The automatic deployments and configurations that services stored.</summary>
public sealed class DeploymentRegistry
{
    /// <summary>How many there may be, as at IoT Hub.</summary>
    public const int MaxCount = 100;

    private const string Kind = "configuration";

    private readonly ConcurrentDictionary<string, HubDeployment> _deployments = new(StringComparer.Ordinal);
    private readonly AsyncLock _changing = new();
    private readonly IHubStore _store;

    internal DeploymentRegistry(IHubStore store, IEnumerable<StoredDocument> documents)
    {
        _store = store;
        foreach (var document in documents.Where(document => document.Kind == Kind))
            _deployments[document.Id] = new HubDeployment(document.Id, document.Revision, JsonNode.Parse(document.Json)!.AsObject());
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<HubDeployment> All => [.. _deployments.Values.OrderBy(deployment => deployment.Id, StringComparer.Ordinal)];

    /// <summary>Finds one.</summary>
    /// <param name="id">Its name.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public HubDeployment? Find(string id) => _deployments.GetValueOrDefault(id);

    /// <summary>Adds one, or replaces it, on a condition.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="document">What it says; the registry keeps it.</param>
    /// <param name="condition">Looks at what is there: <see langword="null"/> for nothing. No change comes between it and this one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/> when the condition does not hold.</returns>
    /// <exception cref="InvalidOperationException">There are as many as there may be.</exception>
    public async Task<HubDeployment?> TryPutAsync(string id, JsonObject document, Func<HubDeployment?, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(condition);
        using var turn = await _changing.EnterAsync(cancellationToken).ConfigureAwait(false);
        var existing = Find(id);
        if (!condition(existing))
            return null;
        if (existing is null && _deployments.Count >= MaxCount)
            throw new InvalidOperationException($"There are {MaxCount} configurations, and there may be no more; delete one.");
        var deployment = new HubDeployment(id, (existing?.Revision ?? 0) + 1, document);
        await _store.SaveDocumentAsync(new StoredDocument(Kind, id, deployment.Revision, document.ToJsonString()), cancellationToken).ConfigureAwait(false);
        _deployments[id] = deployment;
        return deployment;
    }

    /// <summary>Deletes one.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        using var turn = await _changing.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (!_deployments.ContainsKey(id))
            return false;
        await _store.DeleteDocumentAsync(Kind, id, cancellationToken).ConfigureAwait(false);
        return _deployments.TryRemove(id, out _);
    }
}
