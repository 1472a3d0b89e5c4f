using IoTEdge.Modules.Methods;

namespace IoTEdge.Modules.LargePayloads;

/// <summary>Calls a method that takes large payloads: sends the request in parts, and gets the answer in parts.</summary>
/// <param name="invoke">Calls the method once, with a payload that hubs take.</param>
/// <param name="createId">Makes the id of a transfer.</param>
internal sealed class LargePayloadCall(Func<ReadOnlyMemory<byte>, CancellationToken, Task<MethodResult>> invoke, Func<string> createId)
{
    public async Task<MethodResult> InvokeAsync(MethodRequest request, string subject, CancellationToken cancellationToken)
    {
        var id = createId();
        var slices = PayloadSlices.Cut(request.Payload, $"The payload for {subject}");
        var result = new MethodResult(MethodStatus.Accepted);
        for (var i = 0; i < slices.Count; i++)
        {
            result = await invoke(new PayloadChunk(id, i, slices.Count, slices[i]).ToPayload(), cancellationToken).ConfigureAwait(false);
            if (i < slices.Count - 1 && result.Status != MethodStatus.Accepted) return result;
        }

        // Whoever answers without parts refuses, or takes no large payloads and has read the part as its request.
        if (PayloadChunk.Read(result.Payload) is not { } first) return result;
        var parts = new List<byte[]> { first.Data! };
        while (parts.Count < first.Count)
        {
            var next = await invoke(new PayloadChunk(id, parts.Count, 0, null).ToPayload(), cancellationToken).ConfigureAwait(false);
            if (PayloadChunk.Read(next.Payload) is not { Data: { } data }) return next;
            parts.Add(data);
        }

        return new MethodResult(result.Status, PayloadSlices.Join(parts, $"The answer of {subject}"));
    }
}
