using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Resilience;
using Polly;

namespace IoTEdge.Modules.Outputs;

/// <summary>Sends single messages through the pipeline <see cref="EdgeModulePipelines.Send"/>.</summary>
internal sealed class SendPipeline(SendQueue sends, ResiliencePipeline? pipeline, ModuleIdentity identity)
{
    /// <summary>Sends a message and completes when the hub has acknowledged it.</summary>
    /// <exception cref="EdgeModuleException">The client is closed, or the pipeline ended the wait.</exception>
    public Task SendAsync(PropertyBag properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        pipeline is null ? sends.SendAsync(properties, body, cancellationToken) : SendThroughAsync(pipeline, properties, body, cancellationToken);

    private async Task SendThroughAsync(ResiliencePipeline through, PropertyBag properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await through.ExecuteAsync(
                static (message, token) => new ValueTask(message.sends.SendAsync(message.properties, message.body, token)),
                (sends, properties, body),
                cancellationToken).ConfigureAwait(false);
        }
        catch (ExecutionRejectedException exception)
        {
            throw PipelineRejection.Of(exception, EdgeModulePipelines.Send, $"send a message of {identity.ClientId}; it may or may not have arrived");
        }
    }
}
