using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Tests.Contracts;

public sealed class ContractTests
{
    private const string Press = """
        namespace Factory;

        public sealed record Settings { [Range(1, 10)] public int Level { get; init; } = 5; }
        public sealed record Status { public long Strokes { get; init; } }
        public sealed record Force(double Newton);

        public abstract partial class Machine : EdgeModuleBase<Settings, Status>
        {
            [DirectMethod("stop")] public void Stop() { }
        }

        public sealed partial class Press : Machine
        {
            [Output("forces", Durable = true)] public partial IOutput<Force> Forces { get; }
            [Output("log")] public partial IOutput<string> Log { get; }
            [Input("wanted")] public void OnWanted(Force force) { }
            [Input("raw")] public void OnRaw(EdgeMessage message) { }
            [DirectMethod("press", LargePayloads = true)] public Task<Force> PressAsync(Force force) => Task.FromResult(force);
            [DirectMethod("any")] public MethodResult Any(MethodRequest request) => new(200);
        }
        """;

    [Fact]
    public void Contract_OfAClass_TellsAllThatItOffersWithWhatItsBaseDoes()
    {
        var run = new GeneratorRun(Press);
        run.Problems.Should().BeEmpty();
        var module = run.Contract!["modules"]!.AsArray().Should().ContainSingle("an abstract class is no module").Subject!;
        JsonNode.DeepEquals(module, JsonNode.Parse("""
            {
              "name": "Press",
              "type": "Factory.Press",
              "inputs": [{ "name": "wanted", "payload": { "$ref": "#/$defs/Factory.Force" } }, { "name": "raw" }],
              "outputs": [
                { "name": "forces", "durable": true, "payload": { "$ref": "#/$defs/Factory.Force" } },
                { "name": "log", "durable": false, "payload": { "type": "string" } }
              ],
              "methods": [
                { "name": "stop" },
                { "name": "press", "largePayloads": true, "request": { "$ref": "#/$defs/Factory.Force" }, "response": { "$ref": "#/$defs/Factory.Force" } },
                { "name": "any", "request": true, "response": true }
              ],
              "desired": { "$ref": "#/$defs/Factory.Settings" },
              "reported": { "$ref": "#/$defs/Factory.Status" }
            }
            """)).Should().BeTrue(module.ToJsonString());
        run.Contract["$defs"]!.AsObject().Select(definition => definition.Key).Should().Equal("Factory.Force", "Factory.Settings", "Factory.Status");
    }

    [Fact]
    public void Contract_OfLambdas_IsNamedByKeyOrAssembly()
    {
        var run = new GeneratorRun("""
            public sealed record Force(double Newton);
            public static class Program
            {
                public static void Main(Microsoft.Extensions.DependencyInjection.IServiceCollection services, string unknown)
                {
                    services.AddEdgeModule("press", module =>
                    {
                        module.AddOutput<Force>("forces", new OutputPolicy { Durable = true });
                        module.OnInput("wanted", (Force force, CancellationToken _) => Task.CompletedTask);
                        module.OnInput<EdgeMessage>("raw", (message, _) => Task.CompletedTask);
                        module.OnInput<Force>(unknown, (force, _) => Task.CompletedTask);
                    });
                }

                public static void Define(EdgeModuleBuilder module) => module.OnMethod<Force, string>("press", force => "done");
            }
            """);
        run.Problems.Should().BeEmpty();
        var modules = run.Contract!["modules"]!.AsArray();
        modules.Select(module => module!["name"]!.GetValue<string>()).Should().Equal("Author", "press");
        modules[1]!["inputs"]!.AsArray().Select(input => input!["name"]!.GetValue<string>()).Should().Equal(["raw", "wanted"], "a name that is no constant is not known");
        modules[1]!["outputs"]![0]!["durable"]!.GetValue<bool>().Should().BeTrue();
        modules[0]!["methods"]![0]!["response"]!["type"]!.GetValue<string>().Should().Be("string");
    }

    [Fact]
    public void Contract_OfAnAssemblyWithoutModules_IsNotWritten() => new GeneratorRun("class Plain { }").Contract.Should().BeNull();

    [Fact]
    public void Contract_OfAModuleWithAMistake_IsNotWritten() =>
        new GeneratorRun("public class M : EdgeModuleBase { [Input(\"i\")] public void On(int value) { } }").Contract.Should().BeNull();

    [Fact]
    public void Contract_UnrelatedFileAdded_IsServedFromTheCache()
    {
        var run = new GeneratorRun(Press);
        run.RunWith("class Unrelated { void Call() => ToString(); }");
        run.Result.Results.Single().TrackedSteps[EdgeModuleGenerator.ContractStep].SelectMany(step => step.Outputs).Select(output => output.Reason)
            .Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void Contract_PayloadChanged_IsMadeAgain()
    {
        var run = new GeneratorRun(Press);
        run.RunWith("namespace Factory; public sealed partial class Press { [Input(\"more\")] public void OnMore(int value) { } }");
        run.Contract!["modules"]![0]!["inputs"]!.AsArray().Should().HaveCount(3);
    }
}
