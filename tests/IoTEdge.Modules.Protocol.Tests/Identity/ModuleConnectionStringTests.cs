namespace IoTEdge.Modules.Protocol.Tests.Identity;

public sealed class ModuleConnectionStringTests
{
    private const string Valid = "HostName=hub.net;GatewayHostName=edge:18883;DeviceId=d1;ModuleId=filter;SharedAccessKey=c2VjcmV0";

    [Fact]
    public void Parse_EveryKey_IsRead()
    {
        var parsed = ModuleConnectionString.Parse(Valid);
        parsed.HostName.Should().Be("hub.net");
        parsed.GatewayHostName.Should().Be("edge:18883");
        parsed.Identity.Should().Be(new ModuleIdentity("d1", "filter"));
        parsed.ToConnectionString().Should().Be(Valid);
    }

    [Fact]
    public void ToString_WithKey_HidesIt() => ModuleConnectionString.Parse(Valid).ToString().Should().NotContain("c2VjcmV0").And.Contain("***");

    [Theory]
    [InlineData("HostName=h;DeviceId=d;SharedAccessKey=AA==", "ModuleId is missing")]
    [InlineData("HostName=h;DeviceId=d;ModuleId=a b;SharedAccessKey=AA==", "U+0020 is not allowed")]
    [InlineData("HostName=h;DeviceId=d;ModuleId=m;SharedAccessKey=nope!", "not base64")]
    [InlineData("HostName=h;HostName=g;DeviceId=d;ModuleId=m;SharedAccessKey=AA==", "HostName is given twice")]
    [InlineData("HostName=h;DeviceId=d;ModuleId=m;x509=true", "X.509 identities are not supported")]
    [InlineData("HostName=h;DeviceId=d;ModuleId=m;SharedAccessKeyName=p;SharedAccessKey=AA==", "policy of the hub")]
    [InlineData("HostName=h;DeviceId=d;ModuleId=m;Colour=red;SharedAccessKey=AA==", "known are HostName")]
    [InlineData("HostName=h;GatewayHostName=g:99999;DeviceId=d;ModuleId=m;SharedAccessKey=AA==", "GatewayHostName is not a host name")]
    [InlineData("garbage", "not key=value")]
    public void Parse_BadString_SaysWhatIsWrong(string text, string reason) =>
        FluentActions.Invoking(() => ModuleConnectionString.Parse(text)).Should().Throw<ProtocolException>().WithMessage($"*{reason}*");
}
