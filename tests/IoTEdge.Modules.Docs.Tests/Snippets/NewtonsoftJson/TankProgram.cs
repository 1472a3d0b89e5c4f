using Newtonsoft.Json.Converters;

namespace IoTEdge.Modules.Docs.Tests.Snippets.NewtonsoftJson;

internal static class TankProgram
{
    public static async Task RunAsync(string[] args)
    {
        #region newtonsoft-program
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddEdgeModule<TankFilter>(options => options.AddNewtonsoftJson());
        await builder.Build().RunAsync();
        #endregion
    }

    public static void Configure(EdgeModuleOptions options)
    {
        #region newtonsoft-settings
        options.AddNewtonsoftJson(settings => settings.Converters.Add(new StringEnumConverter()));
        #endregion
    }
}
