using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Hosting;

public sealed record Stroke(int Number);

/// <summary>What a page calls a book: it lives as long as one message is handled.</summary>
public sealed class StrokeBook(ChannelWriter<string> entries)
{
    public Task AddAsync(Stroke stroke, DateTimeOffset time, CancellationToken cancellationToken)
    {
        return entries.WriteAsync($"{stroke.Number} {time.Year}", cancellationToken).AsTask();
    }
}

/// <summary>What a page's module counts with, as long as it runs.</summary>
public sealed class Counter
{
    private int _count;

    public int Count => _count;

    public void Increment() => Interlocked.Increment(ref _count);
}

#region hosting-services
public sealed partial class Press(Counter counter) : EdgeModuleBase
{
    [Input("strokes")]
    public async Task OnStrokeAsync(Stroke stroke, StrokeBook book, [FromKeyedServices("plant")] TimeProvider clock, CancellationToken cancellationToken)
    {
        await book.AddAsync(stroke, clock.GetUtcNow(), cancellationToken);
        counter.Increment();
    }
}
#endregion
