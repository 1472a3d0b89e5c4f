using IoTEdge.Modules.Generators.Analyzers;

namespace IoTEdge.Modules.Generators.Tests.Analyzers;

public sealed class StaticStateAnalyzerTests
{
    [Theory]
    [InlineData("private static int _count; public int Next() => _count++;", "_count")]
    [InlineData("public static string? Last { get; set; }", "Last")]
    [InlineData("public static string? Last { get; private set; }", "Last")]
    public async Task Static_ThatCanBeSet_IsFlagged(string member, string flagged) => (await FindAsync(member)).Should().Equal(flagged);

    [Theory]
    [InlineData("private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1); public TimeSpan Get() => Pause;")]
    [InlineData("public const int Limit = 3;")]
    [InlineData("public static string Name { get; } = \"press\";")]
    [InlineData("public static string Name => \"press\";")]
    [InlineData("public static event Action? Pressed; public void Push() => Pressed?.Invoke();")]
    [InlineData("private int _count; public int Next() => _count++;")]
    [InlineData("public static class Counter { public static int Count; }")]
    public async Task Member_ThatIsNoSharedState_IsNotFlagged(string member) => (await FindAsync(member)).Should().BeEmpty();

    private static Task<string[]> FindAsync(string member) =>
        AnalyzerRun.FindAsync<StaticStateAnalyzer>($"public sealed partial class Press : EdgeModuleBase {{ {member} }} public static class Other {{ public static int Count; }}");
}
