using System.IO.Pipelines;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>A client that has said who it is, and was believed.</summary>
/// <param name="Connect">What it said.</param>
/// <param name="Identity">The client that it is.</param>
/// <param name="ModelId">The digital twin model that it follows; null for none.</param>
/// <param name="ExpiresAt">When its token ends, skew included.</param>
/// <param name="Will">What to publish when it vanishes; null for nothing.</param>
internal sealed record MqttLogin(MqttConnect Connect, ClientIdentity Identity, string? ModelId, DateTimeOffset ExpiresAt, MqttWillMessage? Will)
{
    // As at edgeHub (protocol section 1.1.6).
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    // A CONNECT carries ids and a token; nobody unknown gets room for more.
    private const int MaxConnectSize = 64 * 1024;

    /// <summary>Waits for CONNECT, and answers it when the client is refused.</summary>
    /// <returns><see langword="null"/> when the client was refused.</returns>
    /// <exception cref="ProtocolException">What came is no CONNECT.</exception>
    public static async Task<MqttLogin?> ReadAsync(PipeReader input, MqttOutput output, EdgeHub hub, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ReadConnectAsync(input, either.Token).ConfigureAwait(false) is var (connect, will) ? Check(connect, will, output, hub) : null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProtocolException("MQTT connection", $"no CONNECT came within {Timeout.TotalSeconds} s.");
        }
    }

    private static async Task<(MqttConnect Connect, MqttWillMessage? Will)?> ReadConnectAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (MqttFrame.TryRead(ref buffer, MaxConnectSize, out var frame))
            {
                var connect = MqttConnect.Read(frame);
                var will = MqttWillMessage.From(connect.Will);
                input.AdvanceTo(buffer.Start);
                return (connect, will);
            }

            if (result.IsCompleted)
                return null;
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static MqttLogin? Check(MqttConnect connect, MqttWillMessage? will, MqttOutput output, EdgeHub hub)
    {
        if (connect.ProtocolLevel != MqttConnect.Level311)
        {
            output.SendConnAck(new MqttConnAck(false, MqttConnectReturnCode.UnacceptableProtocolVersion));
            return null;
        }

        var result = hub.Authenticate(new Login(connect.ClientId, connect.UserName, connect.Password));
        if (result.Identity is { } identity)
            return new MqttLogin(connect, identity, result.ModelId, result.ExpiresAt, will);
        output.SendConnAck(new MqttConnAck(false, result.Code));
        return null;
    }
}
