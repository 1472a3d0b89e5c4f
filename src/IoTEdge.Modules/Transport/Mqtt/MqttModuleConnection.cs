using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>A module's connection over MQTT 3.1.1 (protocol section 1).</summary>
internal sealed class MqttModuleConnection : IModuleConnection
{
    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly MqttTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly string _telemetryPrefix;
    private readonly Lock _sendOrder = new();
    private readonly MqttOutbox _outbox = new();
    private readonly PendingAcknowledgements _acknowledgements = new();
    private readonly PendingTwinRequests _twinRequests = new();
    private readonly ArrivalAcknowledger _arrivals;
    private readonly MqttReceiver _receiver;
    private readonly ModuleIdentity _identity;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource<EdgeModuleException?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;
    private Task _acknowledging = Task.CompletedTask;
    private bool _isDisposing;
    private long _lastReceived;

    public MqttModuleConnection(Stream stream, ModuleIdentity identity, IModuleConnectionHandler handler, MqttTransportOptions options, TimeProvider time, Action<string> reportUnreadable)
    {
        _stream = stream;
        _identity = identity;
        _options = options;
        _time = time;
        _telemetryPrefix = ClientTopic.TelemetryPrefix(identity);
        _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        _arrivals = new ArrivalAcknowledger(options.MaxInputsInFlight, Acknowledge);
        _receiver = new MqttReceiver(handler, _outbox, _acknowledgements, _twinRequests, _arrivals, reportUnreadable);
    }

    public Task<EdgeModuleException?> Closed => _closed.Task;

    /// <summary>Sends CONNECT, reads CONNACK, and begins to receive.</summary>
    public async Task OpenAsync(MqttConnect connect, CancellationToken cancellationToken)
    {
        var output = new ArrayBufferWriter<byte>(512);
        MqttPacketWriter.WriteConnect(output, connect);
        await _stream.WriteAsync(output.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        var answer = await ReadConnAckAsync(cancellationToken).ConfigureAwait(false);
        if (answer.ReturnCode != MqttConnectReturnCode.Accepted) throw MqttRefusal.Of(answer.ReturnCode, _identity);
        _lastReceived = _time.GetTimestamp();
        _acknowledging = _arrivals.RunAsync(_lifetime.Token);
        _run = RunAsync();
    }

    public Task SendEventAsync(PropertyBag properties, ReadOnlyMemory<byte> body)
    {
        var topic = new StringBuilder(_telemetryPrefix);
        properties.AppendTo(topic);
        var text = topic.ToString();
        lock (_sendOrder)
        {
            var (id, acknowledged) = _acknowledgements.Add();
            _outbox.Write((text, body, id), static (output, packet) =>
                MqttPacketWriter.WritePublish(output, packet.text, packet.body.Span, MqttQualityOfService.AtLeastOnce, packet.id));
            return acknowledged;
        }
    }

    public async Task SubscribeAsync(ModuleSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var filters = new List<MqttSubscription>(4) { new(SubscriptionFilter.TwinResponses, MqttQualityOfService.AtMostOnce) };

        // Only inputs need acknowledgements; the rest at quality of service 0 keeps PUBACKs of inputs from waiting in line behind it.
        if (subscriptions.HasFlag(ModuleSubscriptions.DesiredProperties)) filters.Add(new(SubscriptionFilter.DesiredPatches, MqttQualityOfService.AtMostOnce));
        if (subscriptions.HasFlag(ModuleSubscriptions.Methods)) filters.Add(new(SubscriptionFilter.Methods, MqttQualityOfService.AtMostOnce));
        if (subscriptions.HasFlag(ModuleSubscriptions.Inputs)) filters.Add(new(SubscriptionFilter.Inputs(_identity), MqttQualityOfService.AtLeastOnce));
        var (id, acknowledged) = _acknowledgements.Add();
        _outbox.Write((id, filters), static (output, packet) => MqttPacketWriter.WriteSubscribe(output, packet.id, packet.filters));
        await InTimeAsync(acknowledged, "subscribe", cancellationToken).ConfigureAwait(false);
    }

    public async Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken)
    {
        var response = await RequestTwinAsync(ClientTopic.TwinGet, " "u8.ToArray(), "get the twin", cancellationToken).ConfigureAwait(false);
        try
        {
            return ModuleTwin.Parse(new ReadOnlySequence<byte>(response.Payload));
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"The hub's twin of {_identity.ClientId} cannot be read: {exception.Message}", exception);
        }
    }

    public Task PatchReportedAsync(JsonObject patch, CancellationToken cancellationToken) =>
        RequestTwinAsync(ClientTopic.TwinPatchReported, Encoding.UTF8.GetBytes(patch.ToJsonString()), "patch reported properties", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposing, true))
        {
            await _run.ConfigureAwait(false);
            return;
        }

        var timeout = _time.CreateTimer(static state => ((MqttModuleConnection)state!).GiveUp(), this, _options.CloseTimeout, Timeout.InfiniteTimeSpan);
        await using (timeout.ConfigureAwait(false))
        {
            _arrivals.Drain();
            await _acknowledging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _outbox.Write(0, static (output, _) => MqttPacketWriter.WriteDisconnect(output));
            _outbox.Complete();
            await _run.ConfigureAwait(false);
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
        _lifetime.Dispose();
    }

    private void GiveUp()
    {
        try
        {
            _lifetime.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The clock ticked late; what it would end has ended.
        }
    }

    private async Task<TwinResponse> RequestTwinAsync(Func<string, string> topic, byte[] payload, string operation, CancellationToken cancellationToken)
    {
        var (requestId, answered) = _twinRequests.Add();
        _outbox.Write((topic(requestId), payload), static (output, packet) =>
            MqttPacketWriter.WritePublish(output, packet.Item1, packet.payload, MqttQualityOfService.AtMostOnce, 0));
        try
        {
            await InTimeAsync(answered, operation, cancellationToken).ConfigureAwait(false);
            var response = await answered.ConfigureAwait(false);
            return response.Status is >= 200 and < 300 ? response : throw MqttRefusal.Of(response, operation, _identity);
        }
        finally
        {
            _twinRequests.Forget(requestId);
        }
    }

    private async Task InTimeAsync(Task task, string operation, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(_options.RequestTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Timeout,
                $"The hub did not answer {_identity.ClientId}'s request to {operation} within {_options.RequestTimeout.TotalSeconds} s.", exception);
        }
    }

    private void Acknowledge(ushort packetId) =>
        _outbox.Write(packetId, static (output, id) => MqttPacketWriter.WritePubAck(output, id));

    private async Task<MqttConnAck> ReadConnAckAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (MqttFrame.TryRead(ref buffer, _options.MaxPacketSize, out var frame))
            {
                var answer = MqttConnAck.Read(frame);
                _reader.AdvanceTo(buffer.Start);
                return answer;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) throw new IOException("The hub closed the connection instead of answering CONNECT.");
        }
    }

    private async Task RunAsync()
    {
        var cancellationToken = _lifetime.Token;
        Task[] loops = [ReceiveAsync(cancellationToken), _outbox.RunAsync(_stream, cancellationToken), KeepAliveAsync(cancellationToken)];
        var first = await Task.WhenAny(loops).ConfigureAwait(false);
        await _lifetime.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([.. loops, _acknowledging]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var reason = _isDisposing ? null : MqttRefusal.Lost(first.Exception?.GetBaseException(), _identity);
        var ended = reason ?? new EdgeModuleException(EdgeModuleErrorReason.Connection, $"The connection of {_identity.ClientId} is closed.");
        _outbox.Complete();
        _acknowledgements.End(ended);
        _twinRequests.End(ended);
        await _reader.CompleteAsync().ConfigureAwait(false);
        if (!_isDisposing) await _stream.DisposeAsync().ConfigureAwait(false);
        _closed.TrySetResult(reason);
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastReceived, _time.GetTimestamp());
            var buffer = result.Buffer;
            while (MqttFrame.TryRead(ref buffer, _options.MaxPacketSize, out var frame)) _receiver.Receive(frame);
            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) throw new IOException("The hub closed the connection.");
        }
    }

    private async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.KeepAlive / 2, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var silence = _time.GetElapsedTime(Volatile.Read(ref _lastReceived));
            if (silence > _options.KeepAlive * 1.5) throw new TimeoutException($"The hub has been silent for {silence.TotalSeconds:F0} s.");
            _outbox.Write(0, static (output, _) => MqttPacketWriter.WritePingRequest(output));
        }
    }
}
