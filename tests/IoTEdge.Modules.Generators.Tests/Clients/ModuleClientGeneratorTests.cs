using IoTEdge.Modules.Generators.Clients;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Tests.Clients;

public sealed class ModuleClientGeneratorTests
{
    private const string Author = """
        using System.Threading.Tasks;
        using Desk.PressContract;
        public static class Desk_
        {
            public static async Task<double?> UseAsync(IPressClient press)
            {
                await press.StopAsync();
                var done = await press.PressHardAsync(new Force { Newton = 1, Mode = Mode.Fast, Kind = Kind.VeryLarge, Next = null });
                System.Text.Json.JsonElement any = await press.AnyAsync(default);
                return done.Newton;
            }
        }
        """;

    // The contract is the one that the other generator makes, so the two are held together here.
    private static readonly string Contract = new GeneratorRun("""
        public enum Mode { Off, Fast = 7 }
        [JsonConverter(typeof(JsonStringEnumConverter<Kind>))] public enum Kind { Small, [JsonStringEnumMemberName("very large")] VeryLarge }
        public sealed record Force(double Newton)
        {
            public Mode Mode { get; init; }
            public Kind? Kind { get; init; }
            public string Unit { get; init; } = "N";
            public Force? Next { get; init; }
            public IReadOnlyList<TimeSpan> Times { get; init; } = [];
            public Dictionary<string, byte[]> Parts { get; init; } = [];
            [System.ComponentModel.Description("a < b")] public required Guid Id { get; init; }
        }
        public sealed partial class Press : EdgeModuleBase
        {
            [DirectMethod("stop", LargePayloads = true)] public void Stop() { }
            [DirectMethod("press-hard")] public Task<Force> PressAsync(Force force) => Task.FromResult(force);
            [DirectMethod("any")] public MethodResult Any(MethodRequest request) => new(200);
        }
        public sealed partial class Quiet : EdgeModuleBase { [Input("i")] public void On(int value) { } }
        """).Contract!.ToJsonString();

    [Fact]
    public void Client_OfAContractOfOurs_CompilesWithItsCaller()
    {
        var run = new ClientRun(Author.Replace("Newton = 1,", "Newton = 1, Id = default,", StringComparison.Ordinal), Contract);
        run.Problems.Should().BeEmpty();
        run.Generated.Should()
            .Contain("public required double Newton { get; init; }")
            .And.Contain("public global::System.Collections.Generic.IReadOnlyList<global::System.TimeSpan>? Times { get; init; }")
            .And.Contain("public string? Unit { get; init; }")
            .And.Contain("Fast = 7,")
            .And.Contain("[global::System.Text.Json.Serialization.JsonStringEnumMemberName(\"very large\")]")
            .And.Contain("a &lt; b")
            .And.Contain("invoker.InvokeAsync<Force, Force>(target, \"press-hard\", request, options, cancellationToken)")
            .And.Contain("\"stop\", null, (options ?? new global::IoTEdge.Modules.MethodInvocationOptions()) with { LargePayloads = true }, cancellationToken)")
            .And.Contain("AddPressClient(this");
    }

    [Fact]
    public void Client_RequiredMemberLeftOut_IsAnErrorOfTheCompiler() => new ClientRun(Author, Contract).Problems.Should().Contain(problem => problem.Id == "CS9035");

    [Theory]
    [InlineData("{", "at character 1")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{}", "formatVersion")]
    [InlineData("""{ "formatVersion": 2 }""", "formatVersion")]
    [InlineData("""{ "formatVersion": 1 }""", "list of modules")]
    [InlineData("""{ "formatVersion": 1, "modules": [{ "name": "m", "methods": [{ "name": "x", "request": { "$ref": "#/$defs/Gone" } }] }] }""", "no definition #/$defs/Gone")]
    public void ContractFile_ThatCannotBeRead_IsAnErrorThatTellsWhy(string contract, string why)
    {
        var run = new ClientRun("", contract);
        run.Problems.Should().ContainSingle().Which.Should().Match<Diagnostic>(problem => problem.Id == "IOTE050" && problem.GetMessage(null).Contains(why));
        run.Result.GeneratedTrees.Should().BeEmpty();
    }

    [Fact]
    public void ContractFile_OfAModuleThatAnotherTellsOf_IsAnError() => new ClientRun("", Contract, Contract).Problems.Should().ContainSingle().Which.Id.Should().Be("IOTE050");

    [Fact]
    public void ContractFile_UnrelatedFileAdded_IsServedFromTheCache()
    {
        var run = new ClientRun("", Contract);
        run.RunWith("class Unrelated { }");
        run.Result.Results.Single().TrackedSteps[ModuleClientGenerator.ModelStep].SelectMany(step => step.Outputs).Select(output => output.Reason)
            .Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }
}
