using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Transport;

namespace IoTEdge.Modules.Tests;

/// <summary>A hub at the seam of the transport: a test sees each connection, and decides what is acknowledged and when one is lost.</summary>
internal sealed class FakeHub : IModuleTransport
{
    private readonly Channel<FakeConnection> _connections = Channel.CreateUnbounded<FakeConnection>();
    private readonly Queue<EdgeModuleException> _refusals = new();
    private readonly Queue<EdgeModuleException> _patchFailures = new();
    private TaskCompletionSource _patched = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JsonObject Desired { get; set; } = [];

    public long? DesiredVersion { get; set; } = 1;

    public JsonObject Reported { get; } = [];

    /// <summary>Runs between the making of a twin's answer and its arrival at the module.</summary>
    public Action<FakeConnection>? OnTwinRequested { get; set; }

    /// <summary>Waits until the reported properties are as they should be.</summary>
    public async Task ReportedAsync(Func<JsonObject, bool> isReached)
    {
        while (true)
        {
            Task next;
            lock (Reported)
            {
                if (isReached(Reported)) return;
                next = _patched.Task;
            }

            await next.Soon($"reported properties; they are {Reported.ToJsonString()}");
        }
    }

    /// <summary>Takes a patch of reported properties.</summary>
    public void Patch(JsonObject patch)
    {
        lock (Reported)
        {
            if (_patchFailures.TryDequeue(out var failure)) throw failure;
            TwinMerge.Apply(Reported, patch);
            var patched = _patched;
            _patched = new(TaskCreationOptions.RunContinuationsAsynchronously);
            patched.SetResult();
        }
    }

    /// <summary>Whether no attempt to connect reaches it.</summary>
    public bool IsAway { get; set; }

    public bool AcknowledgesAtOnce { get; set; } = true;

    public void RefuseNext(EdgeModuleErrorReason reason) => _refusals.Enqueue(new EdgeModuleException(reason, "refused by the test"));

    public void FailNextPatch(EdgeModuleErrorReason reason) => _patchFailures.Enqueue(new EdgeModuleException(reason, "failed by the test"));

    public Task<FakeConnection> NextConnectionAsync() => _connections.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon("a connection");

    public Task<IModuleConnection> ConnectAsync(ModuleConnectRequest request, IModuleConnectionHandler handler, CancellationToken cancellationToken)
    {
        if (IsAway) return Task.FromException<IModuleConnection>(new EdgeModuleException(EdgeModuleErrorReason.Connection, "away by the test"));
        if (_refusals.TryDequeue(out var refusal)) return Task.FromException<IModuleConnection>(refusal);
        var connection = new FakeConnection(this, request, handler);
        _connections.Writer.TryWrite(connection);
        return Task.FromResult<IModuleConnection>(connection);
    }
}

/// <summary>One connection to a <see cref="FakeHub"/>.</summary>
internal sealed class FakeConnection(FakeHub hub, ModuleConnectRequest request, IModuleConnectionHandler handler) : IModuleConnection
{
    private readonly TaskCompletionSource<EdgeModuleException?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<SentMessage> _sent = Channel.CreateUnbounded<SentMessage>();
    private readonly List<TaskCompletionSource> _pending = [];

    public ModuleConnectRequest Request { get; } = request;

    public IModuleConnectionHandler Handler { get; } = handler;

    public ModuleSubscriptions Subscriptions { get; private set; } = request.Subscriptions;

    public int TwinRequests { get; private set; }

    public Task<EdgeModuleException?> Closed => _closed.Task;

    public Task<SentMessage> NextSentAsync() => _sent.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon("a message from the module");

    public void Lose() => End(new EdgeModuleException(EdgeModuleErrorReason.Connection, "lost by the test"));

    public Task SendEventAsync(PropertyBag properties, ReadOnlyMemory<byte> body)
    {
        if (_closed.Task.IsCompleted) throw new EdgeModuleException(EdgeModuleErrorReason.Connection, "lost by the test");
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (hub.AcknowledgesAtOnce) completion.SetResult();
        lock (_pending) _pending.Add(completion);
        _sent.Writer.TryWrite(new SentMessage(properties, Encoding.UTF8.GetString(body.Span), completion));
        return completion.Task;
    }

    public Task SubscribeAsync(ModuleSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        Subscriptions |= subscriptions;
        return Task.CompletedTask;
    }

    public Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken)
    {
        if (_closed.Task.IsCompleted) throw new EdgeModuleException(EdgeModuleErrorReason.Connection, "the connection is closed");
        TwinRequests++;
        var desired = new TwinSection((JsonObject)hub.Desired.DeepClone(), hub.DesiredVersion);
        hub.OnTwinRequested?.Invoke(this);
        return Task.FromResult(new ModuleTwin(desired, new TwinSection((JsonObject)hub.Reported.DeepClone(), 1)));
    }

    public async Task PatchReportedAsync(JsonObject patch, CancellationToken cancellationToken)
    {
        await Task.Yield();
        hub.Patch(patch);
        Patches.Writer.TryWrite(patch.ToJsonString());
    }

    public Channel<string> Patches { get; } = Channel.CreateUnbounded<string>();

    public ValueTask DisposeAsync()
    {
        End(null);
        return ValueTask.CompletedTask;
    }

    private void End(EdgeModuleException? reason)
    {
        lock (_pending)
        {
            foreach (var completion in _pending) completion.TrySetException(reason ?? new EdgeModuleException(EdgeModuleErrorReason.Connection, "closed"));
        }

        _closed.TrySetResult(reason);
    }
}

/// <summary>A message that a module sent.</summary>
internal sealed record SentMessage(PropertyBag Properties, string Body, TaskCompletionSource Acknowledgement);
