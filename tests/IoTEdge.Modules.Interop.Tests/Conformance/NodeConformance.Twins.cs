using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

public abstract partial class NodeConformance
{
    [Fact]
    public void Twin_WhenTheClientBegins_HasTheDesiredProperties() =>
        fixture.FirstTwin["desired"]!["first"]!.GetValue<string>().Should().Be("€");

    [Theory]
    [InlineData("number", "5")]
    [InlineData("fraction", "1.25")]
    [InlineData("largest", "4503599627370495")]
    [InlineData("flag", "true")]
    [InlineData("text", "\"Grüße, €, 漢字, 🚀\"")]
    [InlineData("emptyText", "\"\"")]
    [InlineData("array", "[1,\"two\",{\"three\":3}]")]
    [InlineData("emptyArray", "[]")]
    [InlineData("object", "{\"a\":{\"b\":{\"c\":1}}}")]
    public async Task Desired_Value_ArrivesAsItWasSet(string name, string value)
    {
        await Hub.PatchDesiredAsync("node", new JsonObject { [name] = JsonNode.Parse(value) }, Cancellation);
        Text((await DesiredAsync(name))["delta"]![name]).Should().Be(Text(value));
    }

    [Fact]
    public async Task Desired_Removed_ArrivesAsNull()
    {
        await Hub.PatchDesiredAsync("node", new JsonObject { ["gone"] = 1 }, Cancellation);
        await DesiredAsync("gone");
        await Hub.PatchDesiredAsync("node", new JsonObject { ["gone"] = null }, Cancellation);
        (await DesiredAsync("gone"))["delta"]!["gone"].Should().BeNull();
    }

    [Fact]
    public async Task Desired_MemberOfAnObject_ArrivesAlone()
    {
        await Hub.PatchDesiredAsync("node", new JsonObject { ["nested"] = new JsonObject { ["a"] = 1, ["b"] = 2 } }, Cancellation);
        await DesiredAsync("nested");
        await Hub.PatchDesiredAsync("node", new JsonObject { ["nested"] = new JsonObject { ["b"] = 3 } }, Cancellation);
        Text((await DesiredAsync("nested"))["delta"]!["nested"]).Should().Be("{\"b\":3}");
    }

    [Fact]
    public async Task Desired_Changes_ArriveInOrderWithTheirVersions()
    {
        for (var i = 0; i < 20; i++) await Hub.PatchDesiredAsync("node", new JsonObject { ["counted"] = i }, Cancellation);
        var last = 0L;
        for (var i = 0; i < 20; i++)
        {
            var delta = (await DesiredAsync("counted"))["delta"]!;
            delta["counted"]!.GetValue<int>().Should().Be(i);
            var version = delta["$version"]!.GetValue<long>();
            if (i > 0) version.Should().Be(last + 1);
            last = version;
        }
    }

    [Fact]
    public async Task Twin_GotAgain_IsWhole()
    {
        await Hub.PatchDesiredAsync("node", new JsonObject { ["again"] = 1 }, Cancellation);
        await DesiredAsync("again");
        await Node.DoAsync(Command("report", ("patch", new JsonObject { ["reportedAgain"] = 2 })));
        await Node.DoAsync("twin");
        var twin = await Node.NextAsync("twin");
        (twin["desired"]!["again"]!.GetValue<int>(), twin["reported"]!["reportedAgain"]!.GetValue<int>()).Should().Be((1, 2));
        twin["desired"]!["$version"]!.GetValue<long>().Should().BeGreaterThan(1);
    }

    [Theory]
    [InlineData("number", "5")]
    [InlineData("fraction", "1.25")]
    [InlineData("flag", "false")]
    [InlineData("text", "\"Grüße, €, 漢字, 🚀\"")]
    [InlineData("emptyText", "\"\"")]
    [InlineData("array", "[1,\"two\",{\"three\":3}]")]
    [InlineData("object", "{\"a\":{\"b\":{\"c\":1}}}")]
    public async Task Reported_Value_IsKeptAsItWasSent(string name, string value)
    {
        name = $"r{name}";
        await Node.DoAsync(Command("report", ("patch", new JsonObject { [name] = JsonNode.Parse(value) })));
        Text((await Hub.ReportedAsync("node", Cancellation))[name]).Should().Be(Text(value));
    }

    [Fact]
    public async Task Reported_Null_RemovesAMember()
    {
        await Node.DoAsync(Command("report", ("patch", new JsonObject { ["merged"] = new JsonObject { ["a"] = 1, ["b"] = 2 } })));
        await Node.DoAsync(Command("report", ("patch", new JsonObject { ["merged"] = new JsonObject { ["a"] = null, ["c"] = 3 } })));
        Text((await Hub.ReportedAsync("node", Cancellation))["merged"]).Should().Be("{\"b\":2,\"c\":3}");
    }

    [Fact]
    public async Task Reported_Many_AreKeptAll()
    {
        for (var i = 0; i < 50; i++) await Node.TellAsync(Command("report", ("patch", new JsonObject { [$"many{i}"] = i })));
        for (var i = 0; i < 50; i++) await Node.NextAsync("done");
        var reported = await Hub.ReportedAsync("node", Cancellation);
        for (var i = 0; i < 50; i++) reported[$"many{i}"]!.GetValue<int>().Should().Be(i);
    }

    [Theory]
    [InlineData("a.b", "1")]
    [InlineData("a b", "1")]
    [InlineData("a#b", "1")]
    [InlineData("nulls", "[null]")]
    [InlineData("tooLarge", "4503599627370496")]
    [InlineData("tooDeep", "{\"2\":{\"3\":{\"4\":{\"5\":{\"6\":{\"7\":{\"8\":{\"9\":{\"10\":{\"11\":{\"12\":1}}}}}}}}}}}")]
    public async Task Reported_ThatBreaksALimit_IsRefusedAndNotKept(string name, string value)
    {
        var failure = await Node.FailAsync(Command("report", ("patch", new JsonObject { [name] = JsonNode.Parse(value) })));
        failure["message"]!.GetValue<string>().Should().NotBeEmpty();
        (await Hub.ReportedAsync("node", Cancellation))[name].Should().BeNull();
    }

    private Task<JsonNode> DesiredAsync(string name) => Node.NextAsync(
        // The client also tells of the whole document when it fetches the twin.
        next => next["event"]!.GetValue<string>() == "desired" && next["delta"]!.AsObject().ContainsKey(name) && !next["delta"]!.AsObject().ContainsKey("first"), $"a change of '{name}'");
}
