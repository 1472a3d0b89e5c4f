using Polly;
using Polly.Registry;
using Polly.Timeout;

namespace IoTEdge.Modules.Resilience;

/// <summary>The pipelines of one client: those that the author has registered, and ours where there are none.</summary>
internal sealed class ModulePipelines(EdgeModuleClientOptions options)
{
    /// <summary>Around connecting.</summary>
    /// <param name="createDefault">Makes ours.</param>
    public ResiliencePipeline Connect(Func<ResiliencePipeline> createDefault) => Registered(EdgeModulePipelines.Connect) ?? createDefault();

    /// <summary>Around one message; <see langword="null"/> where there is nothing to do, so that it costs nothing.</summary>
    public ResiliencePipeline? Send() => Registered(EdgeModulePipelines.Send) ?? (options.SendTimeout is { } limit ? Timeout(limit) : null);

    /// <summary>Around one call of another module's method.</summary>
    public ResiliencePipeline Method() => Registered(EdgeModulePipelines.Method) ?? ResiliencePipeline.Empty;

    private ResiliencePipeline? Registered(string name) =>
        options.Pipelines is { } pipelines && pipelines.TryGetPipeline(name, out var pipeline) ? pipeline : null;

    private ResiliencePipeline Timeout(TimeSpan limit) => new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider, Name = EdgeModulePipelines.Send }
        .AddTimeout(new TimeoutStrategyOptions { Timeout = limit })
        .Build();
}
