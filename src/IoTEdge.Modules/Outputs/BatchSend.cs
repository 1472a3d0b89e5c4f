using System.Globalization;

namespace IoTEdge.Modules.Outputs;

/// <summary>Waits for the sends of a batch, all of them, and says which failed.</summary>
internal static class BatchSend
{
    private const int MaxNamed = 5;

    /// <exception cref="EdgeModuleException">Some were not sent; <see cref="EdgeModuleException.Failures"/> says which.</exception>
    public static async Task WhenAllAsync(string output, IReadOnlyList<Task> sends, CancellationToken cancellationToken)
    {
        await Task.WhenAll(sends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failures = new List<SendFailure>();
        for (var i = 0; i < sends.Count; i++)
        {
            if (sends[i].Exception?.InnerException is { } cause) failures.Add(new SendFailure(i, cause));
            else if (sends[i].IsCanceled) cancellationToken.ThrowIfCancellationRequested();
        }

        if (failures.Count == 0) return;
        var named = string.Join(", ", failures.Take(MaxNamed).Select(failure => failure.Index.ToString(CultureInfo.InvariantCulture)));
        var more = failures.Count > MaxNamed ? ", …" : "";
        throw new EdgeModuleException(
            failures.Select(failure => failure.Cause).OfType<EdgeModuleException>().FirstOrDefault()?.Reason ?? EdgeModuleErrorReason.Payload,
            $"{failures.Count} of {sends.Count} messages of output '{output}' were not sent, at {named}{more}; the others were. The first: {failures[0].Cause.Message}",
            failures[0].Cause)
        {
            Failures = failures,
        };
    }
}
