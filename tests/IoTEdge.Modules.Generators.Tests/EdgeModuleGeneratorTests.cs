using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Tests;

public sealed class EdgeModuleGeneratorTests
{
    private const string Filter = """
        namespace Factory;

        public sealed record FilterSettings { [Range(-40, 150)] public double MaxCelsius { get; init; } = 25; [Required, MinLength(2)] public string Unit { get; init; } = "C"; }
        public sealed record FilterStatus { public long Alerts { get; init; } }
        public sealed record Reading(string Machine, double Celsius);
        public sealed record Alert(string Machine, double Celsius);

        public sealed partial class Filter : EdgeModuleBase<FilterSettings, FilterStatus>
        {
            [Output("alerts")]
            public partial IOutput<Alert> Alerts { get; }

            [Output("log", Durable = true, MaxBytes = 1000, MaxAgeSeconds = 0.5, WhenFull = WhenFull.DropOldest)]
            public partial IOutput<Alert> Journal { get; }

            [Input("readings")]
            public Task OnReadingAsync(Reading reading, CancellationToken cancellationToken) => Alerts.SendAsync(new Alert(reading.Machine, reading.Celsius), cancellationToken);

            [Input("raw", MaxAttempts = 3, DeadLetterOutput = "poison")]
            public InputResult OnRaw(ReadOnlyMemory<byte> body, EdgeMessage message) => InputResult.Complete;

            [Input("keyed", Concurrency = 8, OrderBy = nameof(Reading.Machine), DuplicateWindowSeconds = 60)]
            public void OnKeyed(Reading reading) { }

            [Input("by-number", Concurrency = 2, OrderBy = "Celsius")]
            public void OnNumber(Reading reading) { }

            [Input("batch", BatchSize = 100, BatchWaitMilliseconds = 250)]
            public Task OnBatchAsync(IReadOnlyList<Reading> readings, IReadOnlyList<EdgeMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

            [Input("raw-batch", BatchSize = 2)]
            public InputResult OnMessages(IReadOnlyList<EdgeMessage> messages) => InputResult.Complete;

            [Input("list")]
            public void OnList(IReadOnlyList<Reading> readings) { }

            [Input("message")]
            public void OnMessage(EdgeMessage message) { }

            [Input("slow")]
            public ValueTask<InputResult> OnSlowAsync(Reading reading, EdgeMessage message, CancellationToken cancellationToken) => new(InputResult.Complete);

            [DirectMethod("reset")]
            public long Reset(Reading request) => 1;

            [DirectMethod("list")]
            public Task<string[]> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Array.Empty<string>());

            [DirectMethod("tell")]
            public void Tell(string? text) { }

            [DirectMethod("nothing")]
            public Task NothingAsync() => Task.CompletedTask;

            [DirectMethod("raw", Concurrency = 2, TimeoutSeconds = 5)]
            public MethodResult Raw(MethodRequest request, IServiceProvider services, [FromKeyedServices("spare")] TimeProvider time) => new(200);

            [Input("served")]
            public void OnServed(Reading reading, TimeProvider time, [FromKeyedServices("spare")] IServiceProvider services) { }
        }
        """;

    [Fact]
    public void Module_EveryHandlerShape_CompilesWithoutAWarning() => new GeneratorRun(Filter).Problems.Should().BeEmpty();

    [Fact]
    public void Module_WithAnnotations_ChecksThemWithoutReflection() =>
        new GeneratorRun(Filter).Generated.Should()
            .Contain("""Check("maxCelsius", desired.MaxCelsius, new global::System.ComponentModel.DataAnnotations.RangeAttribute(-40, 150));""")
            .And.Contain("""new global::IoTEdge.Modules.InputPolicy { MaxAttempts = 3, DeadLetterOutput = "poison" }""")
            .And.Contain("""contract.AddOutput<global::Factory.Alert>("log", new global::IoTEdge.Modules.OutputPolicy { Durable = true, MaxBytes = 1000, MaxAge = global::System.TimeSpan.FromSeconds(0.5), WhenFull = global::IoTEdge.Modules.WhenFull.DropOldest });""")
            .And.Contain("MinLengthAttribute(2)").And.Contain("""contract.AddOutput<global::Factory.Alert>("alerts");""");

    [Fact]
    public void Module_WithOrderOrBatches_BindsThemWithoutReflection() =>
        new GeneratorRun(Filter).Generated.Should()
            .Contain("""new global::IoTEdge.Modules.InputPolicy { Concurrency = 8, DuplicateWindow = global::System.TimeSpan.FromSeconds(60) }, orderBy: static payload => payload.Machine);""")
            .And.Contain("orderBy: static payload => global::System.Convert.ToString(payload.Celsius, global::System.Globalization.CultureInfo.InvariantCulture));")
            .And.Contain("""contract.AddBatchInput<global::Factory.Reading>("batch", async (payloads, messages, cancellationToken) =>""")
            .And.Contain("""contract.AddBatchInput("raw-batch", (messages, cancellationToken) =>""")
            .And.Contain("""contract.AddInput<global::System.Collections.Generic.IReadOnlyList<global::Factory.Reading>>("list", (payload, message, cancellationToken) =>""");

    [Fact]
    public void Module_HandlersThatTakeServices_GetThemFromTheScopeAndRequireThem() =>
        new GeneratorRun(Filter).Generated.Should()
            .Contain("OnServed(payload, global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<global::System.TimeProvider>(message.Services), "
                + "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<global::System.IServiceProvider>(message.Services, \"spare\"))")
            .And.Contain("contract.RequireService<global::System.TimeProvider>(\"spare\");")
            .And.Contain("new global::IoTEdge.Modules.MethodPolicy { Concurrency = 2, Timeout = global::System.TimeSpan.FromSeconds(5) }");

    [Fact]
    public void Lambda_DesiredWithAnnotations_AreCheckedWithoutReflectionAndCached()
    {
        var run = new GeneratorRun("""
            public sealed record Settings { [Range(1, 2)] public int Level { get; init; } = 1; }
            public sealed record Plain { public int Level { get; init; } }
            public static class Program
            {
                public static void Define(EdgeModuleBuilder module)
                {
                    module.AddDesired<Settings>();
                    module.AddDesired<Plain>();
                }
            }
            """);
        run.Problems.Should().BeEmpty();
        run.Generated.Should().Contain("RegisterValidation<global::Settings>").And.NotContain("Plain");
        run.RunWith("class Unrelated { }");
        run.Result.Results.Single().TrackedSteps[EdgeModuleGenerator.ValidationStep].SelectMany(step => step.Outputs).Select(output => output.Reason)
            .Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void Module_UnrelatedFileAdded_IsServedFromTheCache()
    {
        var run = new GeneratorRun(Filter);
        run.RunWith("class Unrelated { }");
        var steps = run.Result.Results.Single().TrackedSteps[EdgeModuleGenerator.ModelStep];
        steps.SelectMany(step => step.Outputs).Select(output => output.Reason)
            .Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void Module_NestedAndWithoutNamespace_Compiles() => new GeneratorRun("""
        public static partial class Outer
        {
            internal partial class Inner : EdgeModuleBase
            {
                [Output("o")] internal partial IOutput<int> Out { get; }
                [Input("i")] public void On(int value) { }
            }
        }
        """).Problems.Where(problem => problem.Severity == DiagnosticSeverity.Error).Should().BeEmpty();

    [Fact]
    public void Module_WithoutAnythingToBind_GetsNoCode() =>
        new GeneratorRun("public class Plain : EdgeModuleBase { }").Result.GeneratedTrees.Should().BeEmpty();

    [Theory]
    [InlineData("public class M : EdgeModuleBase { [Input(\"i\")] public void On(int value) { } }", "IOTE001")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\")] public void On() { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\", MaxAttempts = -1)] public void On(int v) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\", Concurrency = 0)] public void On(int v) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\", DuplicateWindowSeconds = -1)] public void On(int v) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\", BatchSize = 2)] public void On(int v) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\", OrderBy = \"Length\")] public void On(EdgeMessage m) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\", OrderBy = \"Nothing\")] public void On(string s) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\", OrderBy = \"Length\", BatchSize = 2)] public void On(IReadOnlyList<string> s) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\")] public int On(int value) => 1; }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\")] public void On(int a, int b) { } }", "IOTE002")]
    [InlineData("public partial class M : EdgeModuleBase { [DirectMethod(\"m\")] public void On(int a, int b) { } }", "IOTE003")]
    [InlineData("public partial class M : EdgeModuleBase { [DirectMethod(\"m\")] public int On<T>() => 1; }", "IOTE003")]
    [InlineData("public partial class M : EdgeModuleBase { [Output(\"o\")] public IOutput<int> Out { get; } = null!; }", "IOTE004")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"i\")] public void A(int v) { } [Input(\"I\")] public void B(int v) { } }", "IOTE005")]
    [InlineData("public partial class M : EdgeModuleBase { [Input(\"a/b\")] public void A(int v) { } }", "IOTE006")]
    public void Module_Mistake_IsAnErrorOfItsOwn(string source, string id)
    {
        var run = new GeneratorRun(source);
        run.Problems.Should().Contain(problem => problem.Id == id);
        run.Result.GeneratedTrees.Should().BeEmpty();
    }
}
