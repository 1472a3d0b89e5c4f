using System.ComponentModel;

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

    /// <summary>The desired properties in force; the defaults until the twin has come. Replaced as a whole, so keep it in a local where two reads must agree.</summary>
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
        TDesired candidate;
        try
        {
            candidate = Context.Serializer.OverDefaults<TDesired>(desired.Document, "The twin's desired properties");
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            Context.Logger.DesiredRefused(desired.Version, exception.Message);
            return;
        }

        var errors = ValidateDesired(candidate);
        if (errors.Count > 0)
        {
            Context.Logger.DesiredRefused(desired.Version, string.Join(" ", errors));
            return;
        }

        var previous = Desired;
        Volatile.Write(ref _desired, candidate);
        Context.Logger.DesiredAccepted(desired.Version);
        await OnDesiredChangedAsync(previous, cancellationToken).ConfigureAwait(false);
    }
}
