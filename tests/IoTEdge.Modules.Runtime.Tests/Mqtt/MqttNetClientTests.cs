using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

/// <summary>MQTTnet's client as an outsider: somebody else's reading of the standard.</summary>
public sealed class MqttNetClientTests
{
    [Fact]
    public async Task MqttNet_SendsReceivesAndGetsItsTwin()
    {
        await using var fixture = await HubFixture.StartAsync(window: 10);
        await fixture.RouteAsync("FROM /messages/modules/sensor/* INTO BrokeredEndpoint(\"/modules/filter/inputs/in\")");
        using var sender = await ConnectAsync(fixture, await fixture.RegisterAsync("sensor"));
        using var receiver = await ConnectAsync(fixture, await fixture.RegisterAsync("filter"));
        var received = Channel.CreateBounded<MqttApplicationMessage>(200);
        receiver.ApplicationMessageReceivedAsync += args => received.Writer.WriteAsync(args.ApplicationMessage, HubFixture.Cancellation).AsTask();
        await receiver.SubscribeAsync("devices/edge/modules/filter/#", MqttQualityOfServiceLevel.AtLeastOnce, HubFixture.Cancellation);
        await receiver.SubscribeAsync("$iothub/twin/res/#", MqttQualityOfServiceLevel.AtMostOnce, HubFixture.Cancellation);

        for (var i = 0; i < 100; i++)
        {
            var result = await sender.PublishStringAsync(
                "devices/edge/modules/sensor/messages/events/", $"{i}", MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: HubFixture.Cancellation);
            result.ReasonCode.Should().Be(MqttClientPublishReasonCode.Success);
        }

        for (var i = 0; i < 100; i++)
        {
            var message = await received.Reader.ReadAsync(HubFixture.Cancellation);
            message.Topic.Should().Be("devices/edge/modules/filter/inputs/in/%24.cdid=edge&%24.cmid=sensor");
            Encoding.UTF8.GetString(message.Payload.ToArray()).Should().Be($"{i}");
        }

        await receiver.PublishStringAsync("$iothub/twin/GET/?$rid=1", " ", cancellationToken: HubFixture.Cancellation);
        (await received.Reader.ReadAsync(HubFixture.Cancellation)).Topic.Should().Be("$iothub/twin/res/200/?$rid=1");
    }

    private static async Task<IMqttClient> ConnectAsync(HubFixture fixture, RegisteredClient module)
    {
        var login = HubFixture.Login(module);
        var client = new MqttClientFactory().CreateMqttClient();
        using var root = X509CertificateLoader.LoadCertificateFromFile(fixture.Local.CertificatePath);
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithCleanSession(false)
            .WithTcpServer("localhost", fixture.Local.MqttPort)
            .WithClientId(login.ClientId)
            .WithCredentials(login.UserName, login.Password)
            .WithTlsOptions(tls => tls.WithTrustChain([root]))
            .Build();
        await client.ConnectAsync(options, HubFixture.Cancellation);
        return client;
    }
}
