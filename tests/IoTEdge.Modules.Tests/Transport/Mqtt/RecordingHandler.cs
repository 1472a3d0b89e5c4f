using System.Text.Json.Nodes;
using IoTEdge.Modules.Transport;

namespace IoTEdge.Modules.Tests.Transport.Mqtt;

/// <summary>Takes what arrives, and lets a test decide when and how each message is done.</summary>
internal sealed class RecordingHandler : IModuleConnectionHandler
{
    private readonly System.Threading.Channels.Channel<(EdgeMessage Message, TaskCompletionSource<bool> Outcome)> _inputs =
        System.Threading.Channels.Channel.CreateUnbounded<(EdgeMessage, TaskCompletionSource<bool>)>();

    public System.Threading.Channels.Channel<(JsonObject Patch, long Version)> Patches { get; } =
        System.Threading.Channels.Channel.CreateUnbounded<(JsonObject, long)>();

    public Task<(EdgeMessage Message, TaskCompletionSource<bool> Outcome)> NextInputAsync() =>
        _inputs.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon("a message");

    public Task<bool> OnInputAsync(EdgeMessage message)
    {
        var outcome = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inputs.Writer.TryWrite((message, outcome));
        return outcome.Task;
    }

    public void OnDesiredPatch(JsonObject patch, long version) => Patches.Writer.TryWrite((patch, version));

    public void OnMethod(MethodRequest request, Action<MethodResult> respond) => respond(new MethodResult(202, request.Payload));
}
