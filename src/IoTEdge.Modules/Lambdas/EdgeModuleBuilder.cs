using System.ComponentModel;
using IoTEdge.Modules.Lambdas;
using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Twins;

namespace IoTEdge.Modules;

/// <summary>
/// Puts a module together from lambdas, for modules that are too small for a class. It fills the same <see cref="ModuleContract"/> as an
/// <see cref="EdgeModuleBase"/> does. Handlers may take services: those come from a scope of each message or call, and a host that lacks one does not start
/// the module.
/// </summary>
public sealed partial class EdgeModuleBuilder
{
    private readonly LambdaModule _module;

    internal EdgeModuleBuilder(LambdaModule module) => _module = module;

    /// <summary>Adds an output.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="name">The output's name, as routes address it.</param>
    /// <param name="policy">How its messages leave; the defaults where <see langword="null"/>.</param>
    /// <returns>The output, to be used by handlers once the module runs.</returns>
    public IOutput<T> AddOutput<T>(string name, OutputPolicy? policy = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _module.Define(contract => contract.AddOutput<T>(name, policy));
        return new ModuleOutput<T>(name, _module);
    }

    /// <summary>Follows desired properties; once for a module.</summary>
    /// <typeparam name="T">
    /// The desired properties: a type whose parameterless constructor gives the defaults. Data annotations and each <c>IValidateOptions</c> of the type among the services
    /// are checked.
    /// </typeparam>
    /// <param name="onChanged">Runs after they have changed; one change at a time, the first before <see cref="OnReady"/>.</param>
    /// <param name="review">A veto on properties that are valid by themselves: what is wrong with them, or <see langword="null"/>.</param>
    /// <returns>The properties in force.</returns>
    public IDesired<T> AddDesired<T>(Func<T, CancellationToken, Task>? onChanged = null, Func<T, CancellationToken, Task<string?>>? review = null)
        where T : class, new()
    {
        DesiredState<T>? desired = null;
        desired = new DesiredState<T>(
            DesiredValidation.Find<T>(),
            review ?? ((_, _) => Task.FromResult<string?>(null)),
            (_, cancellationToken) => onChanged?.Invoke(desired!.Current, cancellationToken) ?? Task.CompletedTask);
        _module.Follow(desired);
        _module.Define(static contract => contract.SetDesired<T>());
        return desired;
    }

    /// <summary>Has reported properties; once for a module.</summary>
    /// <typeparam name="T">The reported properties, best an immutable record; it begins with what the hub has from the last run.</typeparam>
    /// <returns>The properties.</returns>
    public IReported<T> AddReported<T>()
        where T : class, new()
    {
        var reported = new ReportedState<T>();
        _module.Report(reported);
        _module.Define(static contract => contract.SetReported<T>());
        return reported;
    }

    /// <summary>Runs when the module is connected and has its desired properties.</summary>
    /// <param name="work">The work; the token is cancelled when the start is given up.</param>
    public void OnReady(Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _module.AddReady(work);
    }

    /// <summary>The work that the module does by itself, for as long as it runs. Throwing ends the process, so that the agent starts it again.</summary>
    /// <param name="work">The work; the token is cancelled when the module stops.</param>
    public void Execute(Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _module.AddExecution(work);
    }

    /// <summary>Runs when the module stops, after handlers have finished and before it disconnects.</summary>
    /// <param name="work">The work; the token is cancelled when the time to stop is over.</param>
    public void OnStopping(Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _module.AddStopping(work);
    }

    /// <summary>Tells what data annotations say against desired properties of a type. The source generator calls it for the types of <see cref="AddDesired"/>.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="validate">Finds the errors of a candidate.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void RegisterValidation<T>(Func<T, IReadOnlyList<string>> validate) => DesiredValidation.Register(validate);
}
