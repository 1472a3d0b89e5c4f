namespace IoTEdge.Modules.Docs.Tests.Snippets.Readme;

internal static class ReadmeProgram
{
    public static async Task RunAsync(string[] args)
    {
        #region readme-program
        // Program.cs
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddEdgeModule<TemperatureFilter>();
        await builder.Build().RunAsync();
        #endregion
    }
}
