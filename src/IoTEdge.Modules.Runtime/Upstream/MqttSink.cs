using IoTEdge.Modules.Hub.Upstream;
using IoTEdge.Modules.Protocol.Mqtt;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>Publishes each message at quality of service 1. Between messages the connection is closed after a while, so that it needs no pings.</summary>
internal sealed class MqttSink : IUpstreamSink
{
    // Longer than the pauses of a module that sends all the time, shorter than any server's patience.
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(20);

    // A token lives for an hour, and is only looked at when a connection begins (protocol section 1.1.3).
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(45);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly MqttReceiver _receiver;
    private readonly Func<MqttConnect> _login;
    private readonly IUpstreamTopics _topics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _idle;
    private MqttPublisher? _publisher;
    private long _connectedAt;
    private long _usedAt;

    public MqttSink(string name, MqttReceiver receiver, Func<MqttConnect> login, IUpstreamTopics topics, TimeProvider time, ILogger logger)
    {
        Name = name;
        _receiver = receiver;
        _login = login;
        _topics = topics;
        _time = time;
        _logger = logger;
        _idle = time.CreateTimer(_ => CloseIdle(), null, MaxIdle, MaxIdle);
    }

    public string Name { get; }

    public async Task SendAsync(IReadOnlyList<UpstreamMessage> messages, CancellationToken cancellationToken)
    {
        var packets = new List<(string Topic, ReadOnlyMemory<byte> Body)>(messages.Count);
        foreach (var message in messages)
        {
            if (_topics.TryGetTopic(message, out var topic, out var reason))
                packets.Add((topic, message.Body));
            else
                Log.UpstreamLeftOut(_logger, message.Sequence, $"{message.DeviceId}/{message.ModuleId}", Name, reason);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await (await ConnectAsync(cancellationToken).ConfigureAwait(false)).PublishAsync(packets, cancellationToken).ConfigureAwait(false);
            _usedAt = _time.GetTimestamp();
        }
        catch
        {
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    private async Task<MqttPublisher> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_publisher is not null && _time.GetElapsedTime(_connectedAt) > MaxAge)
            await CloseAsync().ConfigureAwait(false);
        if (_publisher is null)
        {
            _publisher = await MqttPublisher.ConnectAsync(_receiver, _login(), _time, cancellationToken).ConfigureAwait(false);
            _connectedAt = _time.GetTimestamp();
        }

        return _publisher;
    }

    // A timer's callback: whoever is sending keeps the connection, and nobody waits for it.
    private void CloseIdle()
    {
        if (_publisher is null || _time.GetElapsedTime(_usedAt) < MaxIdle || !_turn.Wait(0))
            return;
        try
        {
            _publisher?.Abort();
            _publisher = null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CloseAsync()
    {
        var publisher = _publisher;
        _publisher = null;
        if (publisher is not null)
            await publisher.DisposeAsync().ConfigureAwait(false);
    }
}
