using System.Text.Json.Nodes;
using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Protocol.Twins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IoTEdge.Modules.Twins;

/// <summary>The typed desired properties of a module: candidates are read and checked, and the last good ones stay where one is refused.</summary>
/// <param name="validate">Finds what data annotations say against a candidate.</param>
/// <param name="review">The author's veto: what is wrong, or null.</param>
/// <param name="onChanged">Hears of a change with the properties before it.</param>
internal sealed class DesiredState<T>(
    Func<T, IReadOnlyList<string>> validate,
    Func<T, CancellationToken, Task<string?>> review,
    Func<T, CancellationToken, Task> onChanged) : IDesiredState, IDesired<T>
    where T : class, new()
{
    private readonly TaskCompletionSource _firstAccepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ModuleContext? _context;
    private DesiredMonitor<T>? _monitor;
    private volatile string? _refusal;
    private Accepted _accepted = new(new T(), [], null);

    public T Current => Volatile.Read(ref _accepted).Value;

    /// <summary>The document that <see cref="Current"/> was made of; not to be changed.</summary>
    public JsonObject Document => Volatile.Read(ref _accepted).Document;

    /// <summary>The version of the document; null until the hub has told.</summary>
    public long? Version => Volatile.Read(ref _accepted).Version;

    public Task FirstAccepted => _firstAccepted.Task;

    public string? Refusal => _refusal;

    private ModuleContext Context => _context ?? throw new InvalidOperationException("The module does not run.");

    public void Start(ModuleContext context)
    {
        _context = context;
        _monitor = context.Services.GetKeyedService<DesiredMonitor<T>>(context.Key ?? Options.DefaultName);
        if (context.LastGoodDesired.Load() is not { } document) return;
        if (Read(document, out var last) is { } refusal)
        {
            context.Logger.DesiredNotLoaded(refusal);
            return;
        }

        Accept(new Accepted(last, document, null));
    }

    public async Task OnDesiredAsync(DesiredProperties desired, CancellationToken cancellationToken)
    {
        var refusal = Read(desired.Document, out var candidate) ?? await ReviewAsync(candidate, desired.Version, cancellationToken).ConfigureAwait(false);
        _refusal = refusal;
        if (refusal is not null)
        {
            Context.Logger.DesiredRefused(desired.Version, refusal);
            Acknowledge(desired, DesiredOutcome.Refused(TwinMerge.Diff(Document, desired.Document), refusal));
            return;
        }

        var previous = Current;
        Context.LastGoodDesired.Save(desired.Document);
        Context.Logger.DesiredAccepted(desired.Version);
        Accept(new Accepted(candidate, desired.Document, desired.Version));
        try
        {
            _monitor?.Notify();
            await onChanged(previous, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Acknowledge(desired, DesiredOutcome.Failed(desired.Changes, exception));
            throw;
        }

        Acknowledge(desired, DesiredOutcome.Accepted);
    }

    private void Acknowledge(DesiredProperties desired, DesiredOutcome outcome)
    {
        if (outcome.ToReported(Context.Options.DesiredAcknowledgement, desired, () => Context.Serializer.ToObject(Current)) is { } answer) Context.Reported.Acknowledge(answer);
    }

    private void Accept(Accepted accepted)
    {
        Volatile.Write(ref _accepted, accepted);
        _monitor?.Set(accepted.Value);
        _firstAccepted.TrySetResult();
    }

    /// <summary>Makes settings of a document.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    private string? Read(JsonObject document, out T candidate)
    {
        candidate = Current;
        try
        {
            candidate = Context.Serializer.OverDefaults<T>(document, "The twin's desired properties");
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            return exception.Message;
        }

        var errors = validate(candidate).Concat(OptionsErrors(candidate)).ToList();
        return errors.Count == 0 ? null : string.Join(" ", errors);
    }

    private IEnumerable<string> OptionsErrors(T candidate) => Context.Services.GetServices<IValidateOptions<T>>()
        .Select(validator => validator.Validate(Context.Key ?? Options.DefaultName, candidate))
        .Where(result => result.Failed)
        .SelectMany(result => result.Failures ?? []);

    private async Task<string?> ReviewAsync(T candidate, long? version, CancellationToken cancellationToken)
    {
        try
        {
            return await review(candidate, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A review that fails has not said yes.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Context.Logger.DesiredReviewThrew(exception, version);
            return $"The module's review threw {exception.GetType().Name}.";
        }
    }

    private sealed record Accepted(T Value, JsonObject Document, long? Version);
}
