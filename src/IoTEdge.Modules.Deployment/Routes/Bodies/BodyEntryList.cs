using System.Buffers;

namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>The entries of a body, in memory that is given back.</summary>
internal sealed class BodyEntryList : IDisposable
{
    private BodyEntry[] _entries = ArrayPool<BodyEntry>.Shared.Rent(32);

    public int Count { get; private set; }

    public ref BodyEntry this[int index] => ref _entries[index];

    public int Add(in BodyEntry entry)
    {
        if (Count == _entries.Length) Grow();
        _entries[Count] = entry;
        return Count++;
    }

    public void Dispose()
    {
        ArrayPool<BodyEntry>.Shared.Return(_entries);
        _entries = [];
        Count = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<BodyEntry>.Shared.Rent(_entries.Length * 2);
        _entries.CopyTo(larger, 0);
        ArrayPool<BodyEntry>.Shared.Return(_entries);
        _entries = larger;
    }
}
