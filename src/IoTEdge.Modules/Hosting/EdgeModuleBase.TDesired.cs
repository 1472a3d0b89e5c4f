using System.ComponentModel;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Twins;

namespace IoTEdge.Modules;

/// <summary>The base of a module that follows desired properties.</summary>
/// <typeparam name="TDesired">
/// The desired properties: a type whose parameterless constructor gives the defaults. Members that the twin lacks keep them. Data annotations,
/// each <c>IValidateOptions</c> of the type among the services, and <see cref="ReviewDesiredAsync"/> are asked in this order; properties that one of
/// them refuses do not come into force, and the last good ones stay.
/// </typeparam>
public abstract class EdgeModuleBase<TDesired> : EdgeModuleBase
    where TDesired : class, new()
{
    private readonly DesiredState<TDesired> _desired;

    /// <summary>Makes the module; nothing connects yet.</summary>
    protected EdgeModuleBase() => _desired = new DesiredState<TDesired>(ValidateDesired, ReviewDesiredAsync, OnDesiredChangedAsync);

    /// <summary>The desired properties in force. Until the twin has come they are those that were in force last, where there is a storage folder, else the defaults. Replaced as a whole, so keep it in a local where two reads must agree.</summary>
    public TDesired Desired => _desired.Current;

    /// <summary>The document that <see cref="Desired"/> was made of, with members that its type does not have; a copy. Empty until the twin has come.</summary>
    protected JsonObject DesiredDocument => (JsonObject)_desired.Document.DeepClone();

    /// <summary>The <c>$version</c> of the desired properties in force; <see langword="null"/> until the hub has told it in this run.</summary>
    protected long? DesiredVersion => _desired.Version;

    internal sealed override IDesiredState DesiredState => _desired;

    /// <summary>The author's veto on desired properties that are valid by themselves, for example because a device that they name is not there.</summary>
    /// <param name="candidate">The properties that would come into force.</param>
    /// <param name="cancellationToken">Is cancelled when the time to stop is over.</param>
    /// <returns>What is wrong with them, to be logged and reported; <see langword="null"/> where nothing is. Throwing refuses them too.</returns>
    protected virtual Task<string?> ReviewDesiredAsync(TDesired candidate, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Runs after desired properties have changed; one change at a time. The first time is before <see cref="EdgeModuleBase.OnReadyAsync"/>.</summary>
    /// <param name="previous">The properties before.</param>
    /// <param name="cancellationToken">Is cancelled when the time to stop is over.</param>
    protected virtual Task OnDesiredChangedAsync(TDesired previous, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Finds what data annotations say against desired properties. The source generator overrides it where the type has some.</summary>
    /// <param name="desired">The candidate.</param>
    /// <returns>One text for each error; empty where there is none.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual IReadOnlyList<string> ValidateDesired(TDesired desired) => [];
}
