using System.Collections.Concurrent;
using System.Globalization;
using IoTEdge.Modules.Hub.Storage;

namespace IoTEdge.Modules.Hub.Upstream;

/// <summary>What arrived at <c>$upstream</c>: kept to be looked at, in the place of the cloud.</summary>
public sealed class UpstreamLog
{
    private const long MaxBytes = 16 * 1024 * 1024;
    private const string Kind = "upstream";

    private readonly ConcurrentDictionary<string, StoredDocument> _places = new(StringComparer.Ordinal);

    private readonly IHubStore _store;
    private readonly TimeProvider _time;
    private readonly UpstreamQueue _queue;
    private readonly Guid _storeId;
    private readonly string _edgeDeviceId;
    private string? _follower;

    internal UpstreamLog(UpstreamQueue queue, StoredHub stored, string edgeDeviceId, IHubStore store, TimeProvider time)
    {
        foreach (var document in stored.Documents.Where(document => document.Kind == Kind))
            _places[document.Id] = document;
        _queue = queue;
        _storeId = stored.StoreId;
        _edgeDeviceId = edgeDeviceId;
        _store = store;
        _time = time;
    }

    /// <summary>How far a reader has come, as it last said.</summary>
    /// <param name="reader">Its name.</param>
    /// <returns>The sequence number of the last message that it is done with; 0 when it has not begun.</returns>
    public long PlaceOf(string reader) => _places.TryGetValue(reader, out var place) ? long.Parse(place.Json, CultureInfo.InvariantCulture) : 0;

    /// <summary>From now on a reader takes all messages on: what it is not done with yet is kept.</summary>
    /// <param name="reader">Its name. There is one such reader.</param>
    /// <returns>How far it has come: 0 when it has not begun.</returns>
    public long Follow(string reader)
    {
        _follower = reader;
        var place = PlaceOf(reader);
        _queue.Follow(place);
        return place;
    }

    /// <summary>Remembers how far a reader has come, also over a restart.</summary>
    /// <param name="reader">Its name.</param>
    /// <param name="sequence">The last message that it is done with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SavePlaceAsync(string reader, long sequence, CancellationToken cancellationToken)
    {
        var place = new StoredDocument(Kind, reader, 1, sequence.ToString(CultureInfo.InvariantCulture));
        await _store.SaveDocumentAsync(place, cancellationToken).ConfigureAwait(false);
        _places[reader] = place;
        if (reader == _follower)
            _queue.Follow(sequence);
    }

    /// <summary>Reads messages in the order in which they arrived; waits for the first one.</summary>
    /// <param name="afterSequence">The message behind which to begin; 0 for the first one.</param>
    /// <param name="maxCount">The most messages to read.</param>
    /// <param name="wait">How long to wait when there is none.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    /// <returns>The messages; none when the wait is over.</returns>
    public async Task<IReadOnlyList<UpstreamMessage>> ReadAsync(long afterSequence, int maxCount, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (true)
        {
            // Taken before reading, so that what arrives in between ends the wait at once.
            var arrival = _queue.Arrival;
            var messages = await _store.ReadAsync(_queue.Id, afterSequence, maxCount, MaxBytes, cancellationToken).ConfigureAwait(false);
            var left = wait - _time.GetElapsedTime(start);
            if (messages.Count > 0 || left <= TimeSpan.Zero)
                return [.. messages.Select(queued => UpstreamMessage.From(queued.Message, _storeId, _edgeDeviceId))];
            try
            {
                await arrival.WaitAsync(left, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return [];
            }
        }
    }
}
