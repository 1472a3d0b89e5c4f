using IoTEdge.Modules.Twins;

namespace IoTEdge.Modules.Lambdas;

/// <summary>A module that an <see cref="EdgeModuleBuilder"/> puts together.</summary>
internal sealed class LambdaModule : EdgeModuleBase
{
    private readonly List<Action<ModuleContractBuilder>> _contract = [];
    private readonly List<Func<CancellationToken, Task>> _ready = [];
    private readonly List<Func<CancellationToken, Task>> _executions = [];
    private readonly List<Func<CancellationToken, Task>> _stopping = [];
    private IDesiredState? _desired;
    private IReportedSource? _reported;

    internal override IDesiredState? DesiredState => _desired;

    internal override IReportedSource? ReportedSource => _reported;

    internal override string Name => "The module";

    public void Define(Action<ModuleContractBuilder> define) => _contract.Add(define);

    public void Follow(IDesiredState desired)
    {
        if (_desired is not null) throw new InvalidOperationException("The module follows desired properties already; one type speaks for all of them.");
        _desired = desired;
    }

    public void Report(IReportedSource reported)
    {
        if (_reported is not null) throw new InvalidOperationException("The module has reported properties already; one type speaks for all of them.");
        _reported = reported;
    }

    public void AddReady(Func<CancellationToken, Task> work) => _ready.Add(work);

    public void AddExecution(Func<CancellationToken, Task> work) => _executions.Add(work);

    public void AddStopping(Func<CancellationToken, Task> work) => _stopping.Add(work);

    protected override void DefineContract(ModuleContractBuilder contract)
    {
        foreach (var define in _contract) define(contract);
    }

    protected override async Task OnReadyAsync(CancellationToken cancellationToken)
    {
        foreach (var work in _ready) await work(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_executions.Select(work => work(stoppingToken)));

    protected override async Task OnStoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var work in _stopping) await work(cancellationToken).ConfigureAwait(false);
    }
}
