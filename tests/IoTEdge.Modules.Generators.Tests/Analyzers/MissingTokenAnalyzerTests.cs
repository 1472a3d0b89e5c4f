using IoTEdge.Modules.Generators.Analyzers;

namespace IoTEdge.Modules.Generators.Tests.Analyzers;

public sealed class MissingTokenAnalyzerTests
{
    [Theory]
    [InlineData("[Input(\"in\")] public async Task OnIn(int value) => await Task.Yield();", "OnIn")]
    [InlineData("[DirectMethod(\"do\")] public async Task<int> Do() { await Task.Yield(); return 1; }", "Do")]
    public async Task Handler_ThatAwaitsWithoutAToken_IsFlagged(string member, string flagged) => (await FindAsync(member)).Should().Equal(flagged);

    [Theory]
    [InlineData("[Input(\"in\")] public async Task OnIn(int value, CancellationToken token) => await Task.Yield();")]
    [InlineData("[Input(\"in\")] public void OnIn(int value) { }")]
    [InlineData("[Input(\"in\")] public Task OnIn(int value) => Task.CompletedTask;")]
    [InlineData("public async Task OtherAsync() => await Task.Yield();")]
    public async Task Method_ThatNeedsNone_IsNotFlagged(string member) => (await FindAsync(member)).Should().BeEmpty();

    private static Task<string[]> FindAsync(string member) =>
        AnalyzerRun.FindAsync<MissingTokenAnalyzer>($"public sealed partial class Press : EdgeModuleBase {{ {member} }}");
}
