using IoTEdge.Modules.Generators.Analyzers;

namespace IoTEdge.Modules.Generators.Tests.Analyzers;

public sealed class SecondClientAnalyzerTests
{
    private const string Create = "EdgeModuleClient.CreateFromEnvironmentAsync()";

    [Theory]
    [InlineData($"protected override async Task OnReadyAsync(CancellationToken token) => _ = await {Create};")]
    [InlineData($"private readonly Task<EdgeModuleClient> _client = {Create}; public Task Get() => _client;")]
    public async Task Module_MakingAClientOfItsIdentity_IsFlagged(string member) => (await FindAsync(member)).Should().Equal(Create);

    [Theory]
    [InlineData("public object Get() => EdgeModuleClient.CreateFromConnectionString(\"\");")]
    [InlineData($"public static async Task Main() => _ = await {Create};")]
    [InlineData($"public sealed class Tool {{ public async Task Get() => _ = await {Create}; }}")]
    public async Task Client_ThatMayBeAnother_IsNotFlagged(string member) => (await FindAsync(member)).Should().BeEmpty();

    private static Task<string[]> FindAsync(string member) =>
        AnalyzerRun.FindAsync<SecondClientAnalyzer>($"public sealed partial class Press : EdgeModuleBase {{ {member} }}");
}
