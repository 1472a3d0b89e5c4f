using IoTEdge.Modules.Docs.Tests.Snippets.NewtonsoftJson;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Prometheus;

internal static class PrometheusProgram
{
    public static async Task RunAsync(string[] args)
    {
        #region prometheus-program
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddEdgeModule<TankFilter>();
        builder.AddPrometheusEndpoint();
        await builder.Build().RunAsync();
        #endregion
    }

    public static void Configure(IHostApplicationBuilder builder)
    {
        #region prometheus-options
        builder.AddPrometheusEndpoint(options =>
        {
            options.Port = 9601;
            options.Meters.Add("Plant.Boiler");
        });
        #endregion
    }
}
