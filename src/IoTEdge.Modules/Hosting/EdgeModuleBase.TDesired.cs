using System.ComponentModel;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Json;

namespace IoTEdge.Modules;

/// <summary>The base of a module that follows desired properties.</summary>
/// <typeparam name="TDesired">
/// The desired properties: a type whose parameterless constructor gives the defaults. Members that the twin lacks keep them; data
/// annotations are checked, and properties that break them are refused while the last good ones stay.
/// </typeparam>
public abstract class EdgeModuleBase<TDesired> : EdgeModuleBase
    where TDesired : class, new()
{
    private TDesired _desired = new();

    /// <summary>The desired properties in force. Until the twin has come they are those that were in force last, where there is a storage folder, else the defaults. Replaced as a whole, so keep it in a local where two reads must agree.</summary>
    public TDesired Desired => Volatile.Read(ref _desired);

    internal sealed override bool FollowsDesired => true;

    /// <summary>Runs after desired properties have changed; one change at a time. The first time is before <see cref="EdgeModuleBase.OnReadyAsync"/>.</summary>
    /// <param name="previous">The properties before.</param>
    /// <param name="cancellationToken">Is cancelled when the time to stop is over.</param>
    protected virtual Task OnDesiredChangedAsync(TDesired previous, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Finds what is wrong with desired properties. The source generator overrides it where the type has data annotations.</summary>
    /// <param name="desired">The candidate.</param>
    /// <returns>One text for each error; empty where there is none.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual IReadOnlyList<string> ValidateDesired(TDesired desired) => [];

    internal sealed override async Task OnDesiredAsync(DesiredProperties desired, CancellationToken cancellationToken)
    {
        if (Read(desired.Document, out var candidate) is { } refusal)
        {
            Context.Logger.DesiredRefused(desired.Version, refusal);
            return;
        }

        var previous = Desired;
        Volatile.Write(ref _desired, candidate);
        Context.LastGoodDesired.Save(desired.Document);
        Context.Logger.DesiredAccepted(desired.Version);
        await OnDesiredChangedAsync(previous, cancellationToken).ConfigureAwait(false);
    }

    internal sealed override void LoadLastGoodDesired()
    {
        if (Context.LastGoodDesired.Load() is { } document && Read(document, out var candidate) is null) Volatile.Write(ref _desired, candidate);
    }

    /// <summary>Makes settings of a document.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    private string? Read(JsonObject document, out TDesired candidate)
    {
        candidate = Desired;
        try
        {
            candidate = Context.Serializer.OverDefaults<TDesired>(document, "The twin's desired properties");
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            return exception.Message;
        }

        var errors = ValidateDesired(candidate);
        return errors.Count == 0 ? null : string.Join(" ", errors);
    }
}
