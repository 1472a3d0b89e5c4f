using Polly;
using Polly.Retry;

namespace IoTEdge.Modules.Connection;

/// <summary>The delays between attempts to connect: exponential with jitter, by Polly.</summary>
internal static class ReconnectPipeline
{
    /// <summary>Creates a pipeline that tries until it succeeds, is cancelled, or meets an error that <paramref name="isWorthAnotherTry"/> refuses.</summary>
    public static ResiliencePipeline Create(
        EdgeModuleClientOptions options, Random random, Func<Exception, bool> isWorthAnotherTry, Action<Exception, int, TimeSpan> onRetry) =>
        new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider, Name = EdgeModulePipelines.Connect }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.MinReconnectDelay,
                MaxDelay = options.MaxReconnectDelay,
                Randomizer = random.NextDouble,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } exception and not OperationCanceledException && isWorthAnotherTry(exception)),
                OnRetry = arguments =>
                {
                    onRetry(arguments.Outcome.Exception!, arguments.AttemptNumber, arguments.RetryDelay);
                    return default;
                },
            })
            .Build();
}
