using IoTEdge.Modules.Runtime.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Hubs;

public sealed class HubArgumentsTests
{
    [Fact]
    public void Parse_AllArguments_AreTaken()
    {
        var options = HubArguments.Parse(
        [
            "--state", "/tmp/x", "--device-id", "edge", "--hub-host-name", "my.hub", "--gateway-host-name", "gw", "--address", "127.0.0.5",
            "--mqtt-port", "0", "--amqp-port", "1", "--https-port", "2", "--in-flight", "7", "--strict", "--survive-power-loss",
        ]).Options;

        options.Should().BeEquivalentTo(new { StateDirectory = "/tmp/x", Address = "127.0.0.5", MqttPort = 0, AmqpPort = 1, HttpsPort = 2, SurvivesPowerLoss = true });
        options.Hub.Should().BeEquivalentTo(new { DeviceId = "edge", HubHostName = "my.hub", GatewayHostName = "gw", Window = 7, Strict = true });
    }

    [Theory]
    [InlineData("--device-id is missing*", "--state", "x")]
    [InlineData("--device-id needs a value*", "--device-id")]
    [InlineData("--color is unknown*", "--color", "red")]
    [InlineData("--mqtt-port is '70000'; give a whole number from 0 to 65535.", "--mqtt-port", "70000")]
    [InlineData("--in-flight is '0'*", "--in-flight", "0")]
    public void Parse_WrongArguments_SayWhich(string message, params string[] arguments)
    {
        var parse = () => HubArguments.Parse(arguments);

        parse.Should().Throw<LocalHubException>().WithMessage(message);
    }
}
