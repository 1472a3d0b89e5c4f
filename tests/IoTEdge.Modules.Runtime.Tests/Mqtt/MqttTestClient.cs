using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

/// <summary>A client that does nothing by itself: a test says every packet, and sees every packet.</summary>
internal sealed class MqttTestClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _tcp;
    private readonly SslStream _tls;
    private readonly PipeReader _reader;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _seen = [];

    private MqttTestClient(TcpClient tcp, SslStream tls, CancellationToken cancellationToken)
    {
        _tcp = tcp;
        _tls = tls;
        _reader = PipeReader.Create(tls);
        _cancellationToken = cancellationToken;
    }

    public static async Task<MqttTestClient> OpenAsync(int port, string certificatePath, CancellationToken cancellationToken)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var tls = new SslStream(tcp.GetStream());
        using var root = X509CertificateLoader.LoadCertificateFromFile(certificatePath);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy }, cancellationToken);
        return new MqttTestClient(tcp, tls, cancellationToken);
    }

    public async Task<MqttConnAck> ConnectAsync(MqttConnect connect)
    {
        await SendAsync(output => MqttPacketWriter.WriteConnect(output, connect));
        return await ReadAsync(MqttPacketType.ConnAck, frame => MqttConnAck.Read(frame));
    }

    public async Task<IReadOnlyList<byte>> SubscribeAsync(params string[] filters)
    {
        await SendAsync(output => MqttPacketWriter.WriteSubscribe(output, 77, [.. filters.Select(filter => new MqttSubscription(filter, MqttQualityOfService.AtLeastOnce))]));
        return (await ReadAsync(MqttPacketType.SubAck, frame => MqttSubAck.Read(frame))).ReturnCodes;
    }

    public Task PublishAsync(string topic, string payload, ushort packetId, MqttQualityOfService qualityOfService = MqttQualityOfService.AtLeastOnce) =>
        SendAsync(output => MqttPacketWriter.WritePublish(output, topic, Encoding.UTF8.GetBytes(payload), qualityOfService, packetId));

    public async Task<ushort> ReadPubAckAsync() => (await ReadAsync(MqttPacketType.PubAck, frame => MqttPubAck.Read(frame))).PacketId;

    public Task<ReceivedMessage> ReadPublishAsync() => ReadAsync(MqttPacketType.Publish, frame => ReceivedMessage.From(MqttPublish.Read(frame)));

    public Task AcknowledgeAsync(ushort packetId) => SendAsync(output => MqttPacketWriter.WritePubAck(output, packetId));

    public async Task PingAsync()
    {
        await SendAsync(MqttPacketWriter.WritePingRequest);
        await ReadAsync(MqttPacketType.PingResp, _ => true);
    }

    public Task DisconnectAsync() => SendAsync(MqttPacketWriter.WriteDisconnect);

    public async Task SendAsync(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        await _tls.WriteAsync(buffer.WrittenMemory, _cancellationToken);
    }

    /// <summary>Reads the next packet, which has to be of the given type.</summary>
    public Task<T> ReadAsync<T>(MqttPacketType expected, Func<MqttFrame, T> read) => ReadAnyAsync(
        frame =>
        {
            frame.Type.Should().Be(expected, "packets so far were {0}", string.Join(", ", _seen));
            return read(frame);
        },
        expected.ToString());

    /// <summary>Reads the next packet.</summary>
    public async Task<T> ReadAnyAsync<T>(Func<MqttFrame, T> read, string expected = "packet")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var result = await _reader.ReadAsync(patience.Token);
                var buffer = result.Buffer;
                if (MqttFrame.TryRead(ref buffer, int.MaxValue, out var frame))
                {
                    _seen.Add(frame.Type.ToString());
                    var packet = read(frame);
                    _reader.AdvanceTo(buffer.Start);
                    return packet;
                }

                _reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    throw new IOException($"The hub closed the connection where {expected} was expected; packets so far were {string.Join(", ", _seen)}.");
            }
        }
        catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No {expected} came within {Patience.TotalSeconds} s; packets so far were {string.Join(", ", _seen)}.");
        }
    }

    /// <summary>Waits until the hub closes the connection, whatever it sends before.</summary>
    public async Task WaitForCloseAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var result = await _reader.ReadAsync(patience.Token);
                _reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return;
            }
        }
        catch (IOException)
        {
            // Closed by force.
        }
        catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The hub did not close the connection within {Patience.TotalSeconds} s; packets so far were {string.Join(", ", _seen)}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _tcp.Dispose();
    }
}
