using IoTEdge.Modules.CodeFixes;
using IoTEdge.Modules.Generators.Analyzers;

namespace IoTEdge.Modules.Generators.Tests.CodeFixes;

public sealed class BlockingWaitFixTests
{
    [Theory]
    [InlineData("public async Task OnIn(int value) { Work().Wait(); await Work(); }", "public async Task OnIn(int value) { await Work(); await Work(); }")]
    [InlineData("public async Task OnIn(int value) { _ = Number().Result; await Work(); }", "public async Task OnIn(int value) { _ = await Number(); await Work(); }")]
    [InlineData("public async Task OnIn(int value) { _ = Number().Result.ToString(); await Work(); }", "public async Task OnIn(int value) { _ = (await Number()).ToString(); await Work(); }")]
    [InlineData("public async Task OnIn(int value) { Thread.Sleep(10); await Work(); }", "public async Task OnIn(int value) { await Task.Delay(10); await Work(); }")]
    [InlineData("public async Task OnIn(int value, CancellationToken token) { Thread.Sleep(10); await Work(); }", "public async Task OnIn(int value, CancellationToken token) { await Task.Delay(10, token); await Work(); }")]
    [InlineData("public void OnIn(int value) => Work().GetAwaiter().GetResult();", "public async Task OnIn(int value) => await Work();")]
    [InlineData("public InputResult OnIn(int value) { Work().Wait(); return InputResult.Complete; }", "public async Task<InputResult> OnIn(int value) { await Work(); return InputResult.Complete; }")]
    [InlineData("void OnIn(int value) => Work().Wait();", "async Task OnIn(int value) => await Work();")]
    public async Task Wait_InAHandler_IsAwaited(string handler, string expected) =>
        (await FixRun.FixAsync<BlockingWaitAnalyzer, BlockingWaitFix>(Module($"[Input(\"in\")] {handler}"))).Should().Be(Module($"[Input(\"in\")] {expected}"));

    [Fact]
    public async Task Wait_InAnAsyncLambda_IsAwaitedWithItsToken() =>
        (await FixRun.FixAsync<BlockingWaitAnalyzer, BlockingWaitFix>(Module("public void Configure(EdgeModuleBuilder module) => module.OnInput<int>(\"in\", async (value, token) => { Thread.Sleep(10); await Work(); });")))
            .Should().Be(Module("public void Configure(EdgeModuleBuilder module) => module.OnInput<int>(\"in\", async (value, token) => { await Task.Delay(10, token); await Work(); });"));

    [Theory]
    [InlineData("[Input(\"in\")] public Task OnIn(int value) { Work().Wait(); return Work(); }")]
    [InlineData("[Input(\"in\")] public async Task OnIn(int value) { lock (this) Work().Wait(); await Work(); }")]
    [InlineData("[Input(\"in\")] public async Task OnIn(int value) { if (!Work().Wait(10)) return; await Work(); }")]
    [InlineData("[Input(\"in\")] public async Task OnIn(int value) { Task.WaitAny(Work()); await Work(); }")]
    [InlineData("protected override Task OnReadyAsync(CancellationToken token) { Work().Wait(); return Work(); }")]
    public async Task Wait_WhereAnAwaitIsNotTheSame_HasNoFix(string member) =>
        (await FixRun.FixAsync<BlockingWaitAnalyzer, BlockingWaitFix>(Module(member))).Should().BeNull();

    private static string Module(string member) => $$"""
        public sealed partial class Press : EdgeModuleBase
        {
            {{member}}

            private static Task Work() => Task.CompletedTask;
            private static Task<int> Number() => Task.FromResult(1);
        }
        """;
}
