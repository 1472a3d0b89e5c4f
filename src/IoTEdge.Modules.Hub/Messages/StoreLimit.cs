using IoTEdge.Modules.Hub.Storage;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hub.Messages;

/// <summary>How much may wait for receivers, as <c>storeLimits.maxSizeBytes</c> of <c>$edgeHub</c> says (protocol section 5.5).</summary>
/// <param name="store">The store.</param>
/// <param name="makeRoom">Lets go of what nobody waits for.</param>
/// <param name="logger">The log.</param>
internal sealed class StoreLimit(IHubStore store, Action makeRoom, ILogger logger)
{
    private readonly StoreFull _full = new();
    private long _maxBytes = long.MaxValue;
    private int _isFull;
    private long _roomMadeAt;

    /// <summary>The most bytes that the store may take; null for as many as fit on the disk.</summary>
    public long? MaxBytes
    {
        set => Interlocked.Exchange(ref _maxBytes, value ?? long.MaxValue);
    }

    /// <summary>Why no more messages are taken; null while they are.</summary>
    public Exception? Refusal
    {
        get
        {
            var maxBytes = Interlocked.Read(ref _maxBytes);
            if (maxBytes == long.MaxValue || store.UsedBytes < maxBytes)
            {
                if (Interlocked.Exchange(ref _isFull, 0) == 1)
                    Log.StoreHasRoom(logger, maxBytes);
                return null;
            }

            if (Interlocked.Exchange(ref _isFull, 1) == 0)
                Log.StoreIsFull(logger, maxBytes);
            // Once for each measure of the store: what goes now shows in the next one.
            var used = store.UsedBytes;
            if (Interlocked.Exchange(ref _roomMadeAt, used) != used)
                makeRoom();
            return _full;
        }
    }

    private sealed class StoreFull() : IOException("the store is full: storeLimits.maxSizeBytes is reached, and messages wait for receivers that do not take them");
}
