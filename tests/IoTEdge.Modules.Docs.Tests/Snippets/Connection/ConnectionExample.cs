using System.Net;
using IoTEdge.Modules.Docs.Tests.Snippets.NewtonsoftJson;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Registry;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Connection;

/// <summary>The code of the guide of the connection.</summary>
internal static class ConnectionExample
{
    public static async Task WatchAsync(EdgeModuleClient client, Action<string> show, CancellationToken cancellationToken)
    {
        #region connection-states
        await foreach (var state in client.States(cancellationToken))
        {
            show($"{state.Status} since {state.Since:t}. {state.Detail}");
        }
        #endregion
    }

    public static void Proxy(IHostApplicationBuilder builder)
    {
        #region connection-proxy
        builder.AddEdgeModule<TankFilter>(options => options.Client = new EdgeModuleClientOptions
        {
            Protocol = HubProtocol.MqttOverWebSockets,
            Proxy = new WebProxy("http://proxy.plant.example:3128"),
        });
        #endregion
    }

    public static void Limit(IHostApplicationBuilder builder)
    {
        #region connection-timeouts
        builder.AddEdgeModule<TankFilter>(options => options.Client = new EdgeModuleClientOptions
        {
            OperationTimeout = TimeSpan.FromSeconds(20),
            SendTimeout = TimeSpan.FromMinutes(5),
        });
        #endregion
    }

    public static void Replace(IHostApplicationBuilder builder)
    {
        #region connection-pipelines
        var registry = new ResiliencePipelineRegistry<string>();
        registry.TryAddBuilder(EdgeModulePipelines.Send, (pipeline, _) => pipeline.AddTimeout(TimeSpan.FromSeconds(30)));
        builder.Services.AddSingleton<ResiliencePipelineProvider<string>>(registry);
        #endregion
    }
}
