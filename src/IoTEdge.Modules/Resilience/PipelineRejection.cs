using Polly;
using Polly.Timeout;

namespace IoTEdge.Modules.Resilience;

/// <summary>Turns the refusal of a pipeline into the exception that callers know.</summary>
internal static class PipelineRejection
{
    /// <param name="rejection">A time-out, an open circuit or a rate limit.</param>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="operation">What was to be done, and for whom.</param>
    public static EdgeModuleException Of(ExecutionRejectedException rejection, string pipeline, string operation) => new(
        rejection is TimeoutRejectedException ? EdgeModuleErrorReason.Timeout : EdgeModuleErrorReason.Throttled,
        $"The pipeline {pipeline} ended an attempt to {operation}: {rejection.Message}",
        rejection);
}
