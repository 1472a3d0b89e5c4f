using CsCheck;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Tests.Sessions;

public sealed class ClientUserNameTests
{
    [Theory]
    [InlineData("h/d/m/?api-version=2021-04-12&DeviceClientType=.NET%2F1.42", "d", "m")]
    [InlineData("h/d/m/?api-version=2021-04-12&model-id=dtmi%3Acontoso%3APress%3B1&model-id=other", "d", "m", "dtmi:contoso:Press;1")]
    [InlineData("h/d/m/api-version=2021-04-12", "d", "m")]
    [InlineData("h/d/?DeviceClientType=x&api-version=2021-04-12", "d", null)]
    [InlineData("h/d/m?api-version=2021-04-12", "d", null)]
    public void Parse_FormsThatEdgeHubTakes_GiveTheIds(string userName, string deviceId, string? moduleId, string? modelId = null) =>
        ClientUserName.Parse(userName).Should().Be(new ClientUserName(deviceId, moduleId, modelId));

    [Theory]
    [InlineData("")]
    [InlineData("h/d?api-version=1")]
    [InlineData("h/d/m/?DeviceClientType=x")]
    [InlineData("h/d/m/?api-version=%20")]
    [InlineData("h/d/m/?api-version=1&DeviceClientType=a/b")]
    public void Parse_OtherForms_AreRefused(string userName)
    {
        var parse = () => ClientUserName.Parse(userName);

        parse.Should().Throw<ProtocolException>();
    }

    [Fact]
    public void Parse_AnyText_ThrowsNothingElse() => Gen.String.Sample(text =>
    {
        try
        {
            ClientUserName.Parse("h/d/m/?" + text);
        }
        catch (ProtocolException)
        {
            // The only one that may come.
        }
    });
}
