using System.Diagnostics;
using System.Text;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>Our client against mosquitto, packet by packet: an outsider must agree with our codec.</summary>
public sealed class MosquittoTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_PublishSubscribeAndAcknowledge_AgreesWithMosquitto()
    {
        await using var broker = await MosquittoServer.StartAsync(Cancellation);
        await using var client = Client(broker, broker.CertificatePath);
        var received = new TaskCompletionSource<EdgeMessage>();
        await client.SetInputHandlerAsync("in", (message, _) =>
        {
            received.TrySetResult(message);
            return Task.FromResult(InputResult.Complete);
        }, Cancellation);
        await client.OpenAsync(Cancellation);

        using var listener = Start("mosquitto_sub", broker, "-t", "devices/d/modules/m/messages/events/#", "-C", "100", "-F", "%t %l");
        await PublishAsync(broker, "-t", "devices/d/modules/m/inputs/in/%24.mid=1&a=%C3%BC", "-m", "hello", "-q", "1");
        var message = await received.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        (Encoding.UTF8.GetString(message.Body.Span), message.MessageId, message.Properties["a"]).Should().Be(("hello", "1", "ü"));

        // The listener's subscription is there once it hears a message; until then mosquitto acknowledges and drops.
        var first = listener.StandardOutput.ReadLineAsync(Cancellation).AsTask();
        while (!first.IsCompleted) await client.SendAsync("probe", new EdgeMessage("x"u8.ToArray()), Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        await Task.WhenAll(Enumerable.Range(1, 50).Select(i => client.SendAsync("out", new EdgeMessage(new byte[i * 1000]), Cancellation)))
            .WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        listener.Kill();
    }

    [Fact]
    public async Task Client_OverWebSockets_AgreesWithMosquitto()
    {
        await using var broker = await MosquittoServer.StartAsync(Cancellation);
        await using var client = EdgeModuleClient.CreateFromConnectionString(
            ConnectionString(broker.WebSocketPort), new() { CaCertificateFile = broker.CertificatePath, Protocol = HubProtocol.MqttOverWebSockets });
        var received = new TaskCompletionSource<EdgeMessage>();
        await client.SetInputHandlerAsync("in", (message, _) =>
        {
            received.TrySetResult(message);
            return Task.FromResult(InputResult.Complete);
        }, Cancellation);
        await client.OpenAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        // More than one frame and one buffer, both ways, and a payload that is empty.
        var large = new string('x', 100_000);
        await PublishAsync(broker, "-t", "devices/d/modules/m/inputs/in/%24.mid=1", "-m", large, "-q", "1");
        var message = await received.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Encoding.UTF8.GetString(message.Body.Span).Should().Be(large);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.SendAsync("out", new EdgeMessage(new byte[i * 4000]), Cancellation)))
            .WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await client.CloseAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task Client_RootNotTrusted_SaysSo()
    {
        await using var broker = await MosquittoServer.StartAsync(Cancellation);
        await using var other = await MosquittoServer.StartAsync(Cancellation);
        await using var client = Client(broker, other.CertificatePath);
        (await client.Invoking(c => c.OpenAsync(Cancellation)).Should().ThrowAsync<EdgeModuleException>())
            .Which.Reason.Should().Be(EdgeModuleErrorReason.UntrustedHub);
    }

    private static EdgeModuleClient Client(MosquittoServer broker, string caCertificateFile) => EdgeModuleClient.CreateFromConnectionString(
        ConnectionString(broker.Port), new() { CaCertificateFile = caCertificateFile });

    private static string ConnectionString(int port) => $"HostName=localhost;GatewayHostName=localhost:{port};DeviceId=d;ModuleId=m;SharedAccessKey=AAAA";

    private static async Task PublishAsync(MosquittoServer broker, params string[] arguments)
    {
        using var publisher = Start("mosquitto_pub", broker, arguments);
        await publisher.WaitForExitAsync(Cancellation);
        publisher.ExitCode.Should().Be(0);
    }

    private static Process Start(string program, MosquittoServer broker, params string[] arguments) => Process.Start(new ProcessStartInfo(
        Needs.Program(program), [.. arguments, "-h", "localhost", "-p", $"{broker.Port}", "--cafile", broker.CertificatePath, "-V", "mqttv311"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
