using IoTEdge.Modules.Twins;

namespace IoTEdge.Modules;

/// <summary>The base of a module that follows desired properties and sets reported ones.</summary>
/// <typeparam name="TDesired">The desired properties; see <see cref="EdgeModuleBase{TDesired}"/>.</typeparam>
/// <typeparam name="TReported">The reported properties, best an immutable record; it begins with what the hub has from the last run.</typeparam>
public abstract class EdgeModuleBase<TDesired, TReported> : EdgeModuleBase<TDesired>
    where TDesired : class, new()
    where TReported : class, new()
{
    private readonly ReportedState<TReported> _reported = new();

    /// <summary>The reported properties.</summary>
    public IReported<TReported> Reported => _reported;

    internal sealed override IReportedSource ReportedSource => _reported;
}
