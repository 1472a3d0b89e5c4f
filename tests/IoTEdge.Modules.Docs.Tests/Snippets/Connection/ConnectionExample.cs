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
}
