namespace IoTEdge.Modules.Docs.Tests.Snippets.GettingStarted;

internal static class BoilerProgram
{
    public static async Task RunAsync(string[] args)
    {
        #region boiler-program
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddEdgeModule<Boiler>();
        await builder.Build().RunAsync();
        #endregion
    }
}
