using IoTEdge.Modules.Methods;

namespace IoTEdge.Modules.LargePayloads;

/// <summary>Lets a method take requests, and give answers, that are larger than hubs take; callers that send their payload whole are served as ever.</summary>
internal sealed class LargePayloadMethod(MethodHandler handler, TimeProvider time)
{
    private readonly Transfers _transfers = new(time);

    public async Task<MethodResult> HandleAsync(MethodRequest request, CancellationToken cancellationToken)
    {
        if (PayloadChunk.Read(request.Payload) is not { } chunk) return await handler(request, cancellationToken).ConfigureAwait(false);
        if (_transfers.Get(chunk.Id) is not { } transfer)
            throw new MethodFault(MethodStatus.TooManyRequests, $"'{request.Name}' takes {Transfers.Capacity} large payloads at a time; call again later.");
        if (chunk.Data is null) return Part(transfer, chunk, request.Name);
        bool isComplete;
        lock (transfer)
        {
            if (!transfer.IsHandled) transfer.Request[chunk.Index] = chunk.Data;
            isComplete = transfer.Request.Count == chunk.Count && !transfer.IsHandled;
            transfer.IsHandled |= isComplete;
        }

        return isComplete ? await AnswerAsync(transfer, chunk, request, cancellationToken).ConfigureAwait(false) : new MethodResult(MethodStatus.Accepted);
    }

    private async Task<MethodResult> AnswerAsync(Transfer transfer, PayloadChunk last, MethodRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var whole = request with { Payload = PayloadSlices.Join(transfer.Request.Values, $"The payload of direct method '{request.Name}'") };
            var result = await handler(whole, cancellationToken).ConfigureAwait(false);
            transfer.Answer = PayloadSlices.Cut(result.Payload, $"The answer of '{request.Name}'");
            transfer.Status = result.Status;
            transfer.Request.Clear();
        }
        catch
        {
            _transfers.Remove(last.Id);
            throw;
        }

        return Part(transfer, last with { Index = 0 }, request.Name);
    }

    private MethodResult Part(Transfer transfer, PayloadChunk asked, string method)
    {
        if (transfer.Answer is not { } answer || asked.Index >= answer.Count)
            throw new MethodFault(MethodStatus.Gone, $"'{method}' has no part {asked.Index} of this answer any more; call again.");
        if (asked.Index == answer.Count - 1) _transfers.Remove(asked.Id);
        return new MethodResult(transfer.Status, new PayloadChunk(asked.Id, asked.Index, answer.Count, answer[asked.Index]).ToPayload());
    }
}
