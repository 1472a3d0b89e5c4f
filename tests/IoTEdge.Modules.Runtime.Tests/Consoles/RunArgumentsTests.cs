using IoTEdge.Modules.Runtime.Consoles;

namespace IoTEdge.Modules.Runtime.Tests.Consoles;

public sealed class RunArgumentsTests
{
    private static (RunSettings Settings, IReadOnlyList<string> Errors) Parse(params string[] arguments) =>
        RunArguments.Parse(arguments, new EdgeRuntimeOptions());

    [Fact]
    public void Arguments_WithAllOptions_AreRead()
    {
        var (settings, errors) = Parse(
            "--manifest", "d.json", "--images=i.json", "--state", "s", "--fresh", "--for", "20s", "--device-id", "dev", "--gateway-host-name", "gw",
            "--hub-host-name", "hub", "--address", "127.0.0.5", "--mqtt-port=0", "--amqp-port=1", "--in-flight", "8", "--credentials", "connection-string",
            "--cool-off", "100ms", "--no-build", "--configuration", "Release", "--no-color");

        errors.Should().BeEmpty();
        settings.For.Should().Be(TimeSpan.FromSeconds(20));
        settings.NoColor.Should().BeTrue();
        settings.Options.Should().BeEquivalentTo(new
        {
            ManifestPath = "d.json", ImagesPath = "i.json", StateDirectory = "s", Fresh = true, DeviceId = "dev", GatewayHostName = "gw", HubHostName = "hub",
            Address = "127.0.0.5", MqttPort = 0, AmqpPort = 1, InFlight = 8, Credentials = ModuleCredentials.ConnectionString, CoolOff = TimeSpan.FromMilliseconds(100),
            NoBuild = true, Configuration = "Release",
        });
    }

    [Fact]
    public void Arguments_ThatAreMissing_LeaveTheDefaults() => Parse().Settings.Should().Be(new RunSettings(new EdgeRuntimeOptions()));

    [Fact]
    public void Arguments_WithMistakes_NameAllOfThem() =>
        Parse("--state", "--fresh", "--for", "soon", "--mqtt-port", "70000", "--fresh=1", "what", "--credentials", "x").Errors.Should().Equal(
            "--state needs a value: --state <directory>.",
            "--for: 'soon' is no duration; write 500ms, 20s, 5m or 2h.",
            "--mqtt-port: '70000' is no whole number from 0 to 65535.",
            "--fresh takes no value.",
            "'what' is not known.",
            "--credentials: 'x' is neither 'workload' nor 'connection-string'.");

    [Fact]
    public void Arguments_WithAnIdThatIsNone_SayWhatItMayBe() =>
        Parse("--device-id", "a b").Errors.Should().ContainSingle().Which.Should().StartWith("--device-id: ").And.Contain("device id");
}
