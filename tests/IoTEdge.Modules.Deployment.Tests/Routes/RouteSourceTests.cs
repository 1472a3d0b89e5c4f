using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

public sealed class RouteSourceTests
{
    [Theory]
    [InlineData("/*", "/messages", true)]
    [InlineData("/*", "/twinChangeNotifications", true)]
    [InlineData("/messages/*", "/messages", true)]
    [InlineData("/messages/*", "/messages/modules/m/outputs/o", true)]
    [InlineData("/messages/*", "/twinChangeNotifications", false)]
    [InlineData("/messages/modules/*", "/messages", false)]
    [InlineData("/messages/modules/m", "/messages/modules/m/outputs/o", true)]
    [InlineData("/messages/modules/m/*", "/messages/modules/m", true)]
    [InlineData("/messages/modules/m/*", "/messages/modules/m2", false)]
    [InlineData("/MESSAGES/modules/M/outputs/temp", "/messages/modules/m/outputs/TEMP", true)]
    [InlineData("/messages/modules/m/outputs/temp", "/messages/modules/m/outputs/temp2", false)]
    [InlineData("/messages/modules/m/outputs/a", "/messages/modules/m/outputs/a/b", true)]
    [InlineData("/messages/modules/*/outputs/a", "/messages/modules/m/outputs/a", false)]
    public void Source_AgainstAMessage_MatchesWholeSegmentsInAnyCase(string source, string messageSource, bool expected)
    {
        var route = Route.Parse("r", $"FROM {source} INTO $upstream");

        route.Source.Matches(messageSource).Should().Be(expected);
        route.Source.Matches(messageSource + "/").Should().Be(expected);
    }

    [Fact]
    public void Source_OfAModulesMessage_HasItsOutputOnlyWhereItNamedOne()
    {
        MessageSource.Module("m", "o").Should().Be("/messages/modules/m/outputs/o");
        MessageSource.Module("m", null).Should().Be("/messages/modules/m");
    }
}
