namespace IoTEdge.Modules.Docs.Tests.Snippets.Outputs;

internal static class OutputsClient
{
    public static void Configure(EdgeModuleClient client)
    {
        #region outputs-durable-client
        client.SetOutputPolicy("measurements", new OutputPolicy { Durable = true, WhenFull = WhenFull.DropOldest });
        #endregion
    }
}
