using IoTEdge.Modules.Docs.Tests.Snippets.NewtonsoftJson;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Health;

internal static class ProbedProgram
{
    public static async Task RunAsync(string[] args)
    {
        #region health-probe
        if (await EdgeModuleProbe.AnswerAsync(args)) return;

        var builder = Host.CreateApplicationBuilder(args);
        builder.AddEdgeModule<TankFilter>();
        await builder.Build().RunAsync();
        #endregion
    }
}
