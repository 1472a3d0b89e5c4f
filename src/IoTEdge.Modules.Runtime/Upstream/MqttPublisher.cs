using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>A connection that only publishes: it lives once, and is closed when there is nothing to say.</summary>
internal sealed class MqttPublisher : IAsyncDisposable
{
    private const int MaxPacketSize = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp;
    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly TimeProvider _time;
    private ushort _packetId;

    private MqttPublisher(TcpClient tcp, Stream stream, TimeProvider time)
    {
        _tcp = tcp;
        _stream = stream;
        _reader = PipeReader.Create(stream);
        _time = time;
    }

    /// <exception cref="IOException">The receiver is away, its certificate is not trusted, or it refused the login.</exception>
    public static async Task<MqttPublisher> ConnectAsync(MqttReceiver receiver, MqttConnect login, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(receiver.Host, receiver.Port, either.Token).ConfigureAwait(false);
            var publisher = new MqttPublisher(tcp, await SecureAsync(receiver, tcp.GetStream(), either.Token).ConfigureAwait(false), time);
            await publisher.LogInAsync(login, either.Token).ConfigureAwait(false);
            return publisher;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            tcp.Dispose();
            throw exception is SocketException or AuthenticationException or ProtocolException or OperationCanceledException
                ? new IOException(exception is OperationCanceledException ? $"it did not answer within {Patience.TotalSeconds} s" : exception.Message, exception)
                : exception;
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>Publishes messages, and waits until all are acknowledged.</summary>
    /// <exception cref="IOException">The connection broke, or the receiver did not acknowledge in time.</exception>
    public async Task PublishAsync(IReadOnlyList<(string Topic, ReadOnlyMemory<byte> Body)> messages, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var packets = new ArrayBufferWriter<byte>();
            var open = new HashSet<ushort>();
            foreach (var (topic, body) in messages)
            {
                _packetId = _packetId == ushort.MaxValue ? (ushort)1 : (ushort)(_packetId + 1);
                open.Add(_packetId);
                MqttPacketWriter.WritePublish(packets, topic, body.Span, MqttQualityOfService.AtLeastOnce, _packetId);
            }

            await _stream.WriteAsync(packets.WrittenMemory, either.Token).ConfigureAwait(false);
            while (open.Count > 0)
            {
                open.Remove(await ReadAsync(static frame => frame.Type == MqttPacketType.PubAck ? MqttPubAck.Read(frame).PacketId : (ushort)0, either.Token).ConfigureAwait(false));
                // A line that is slow is not one that is broken.
                patience.CancelAfter(Patience);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"it did not acknowledge within {Patience.TotalSeconds} s", exception);
        }
        catch (ProtocolException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Abort() => _tcp.Dispose();

    /// <summary>Says goodbye, if the receiver still listens.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            var packet = new ArrayBufferWriter<byte>();
            MqttPacketWriter.WriteDisconnect(packet);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
            await _stream.WriteAsync(packet.WrittenMemory, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It has gone first.
        }

        await _reader.CompleteAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        _tcp.Dispose();
    }

    private static async Task<Stream> SecureAsync(MqttReceiver receiver, NetworkStream stream, CancellationToken cancellationToken)
    {
        if (!receiver.IsSecure)
            return stream;
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(receiver.TlsOptions(), cancellationToken).ConfigureAwait(false);
        return tls;
    }

    private async Task LogInAsync(MqttConnect login, CancellationToken cancellationToken)
    {
        var packet = new ArrayBufferWriter<byte>();
        MqttPacketWriter.WriteConnect(packet, login);
        await _stream.WriteAsync(packet.WrittenMemory, cancellationToken).ConfigureAwait(false);
        var answer = await ReadAsync(static frame => MqttConnAck.Read(frame).ReturnCode, cancellationToken).ConfigureAwait(false);
        if (answer != MqttConnectReturnCode.Accepted)
            throw new IOException($"it refused the login of '{login.ClientId}': {answer}");
    }

    private async Task<T> ReadAsync<T>(Func<MqttFrame, T> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (MqttFrame.TryRead(ref buffer, MaxPacketSize, out var frame))
            {
                var packet = read(frame);
                _reader.AdvanceTo(buffer.Start);
                return packet;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw new IOException("it closed the connection");
        }
    }
}
