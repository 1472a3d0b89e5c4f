using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Configuration;

namespace IoTEdge.Modules.Hub.Tests.Configuration;

public sealed class HubConfigurationReaderTests
{
    [Fact]
    public void Read_TextsAndObjects_AreRoutes()
    {
        var (configuration, problems) = Read("""
            { "schemaVersion": "1.1", "storeAndForwardConfiguration": { "timeToLiveSecs": 7200 },
              "routes": { "a": "FROM /messages/* INTO $upstream", "gone": null,
                          "b": { "route": "FROM /messages/* INTO $upstream", "priority": 3, "timeToLiveSecs": 60 } } }
            """);

        problems.Should().BeEmpty();
        configuration!.TimeToLiveSeconds.Should().Be(7200);
        configuration.Routes.Select(route => (route.Name, route.Priority, route.TimeToLiveSeconds)).Should().Equal(("a", 2_000_000_000, null), ("b", 3, 60));
    }

    [Fact]
    public void Read_NegativeTimeToLive_IsForEver() =>
        Read("""{ "schemaVersion": "1.0", "storeAndForwardConfiguration": { "timeToLiveSecs": -1 } }""").Configuration!.TimeToLiveSeconds.Should().BeNull();

    [Fact]
    public void Read_ManyMistakes_FindsAllOfThem()
    {
        var (configuration, problems) = Read("""
            { "schemaVersion": "2.0", "storeAndForwardConfiguration": 5,
              "routes": { "text": "nonsense", "condition": "FROM /messages/* WHERE a = 'b' INTO $upstream", "kind": 7,
                          "number": { "route": "FROM /messages/* INTO $upstream", "priority": "high" },
                          "input": "FROM /messages/* INTO BrokeredEndpoint(\"/modules/m/inputs/a#b\")" } }
            """);

        configuration.Should().BeNull();
        problems.Should().SatisfyRespectively(
            problem => problem.Should().Contain("schemaVersion"),
            problem => problem.Should().Contain("'text'"),
            problem => problem.Should().Contain("'condition'").And.Contain("WHERE is not supported yet"),
            problem => problem.Should().Contain("'kind'"),
            problem => problem.Should().Contain("priority of number"),
            problem => problem.Should().Contain("'input'"),
            problem => problem.Should().Contain("storeAndForwardConfiguration"));
    }

    private static (HubConfiguration? Configuration, IReadOnlyList<string> Problems) Read(string json) =>
        HubConfigurationReader.Read(JsonNode.Parse(json)!.AsObject());
}
