using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Docs.Tests.Snippets.GettingStarted;

/// <summary>The module of the chapter on the client.</summary>
internal static class ClientExample
{
    public static async Task RunAsync(string connectionString, string caCertificateFile, Func<Task> work)
    {
        #region client-create
        await using var client = EdgeModuleClient.CreateFromConnectionString(
            connectionString, new EdgeModuleClientOptions { CaCertificateFile = caCertificateFile });
        #endregion

        #region client-input
        await client.SetInputHandlerAsync("readings", async (message, cancellationToken) =>
        {
            var reading = JsonNode.Parse(message.Body.Span)!;
            if ((double)reading["celsius"]! > 25)
                await client.SendAsync("alerts", EdgeMessage.FromJson(message.Body), cancellationToken);
            return InputResult.Complete;
        });
        #endregion

        #region client-method
        await client.SetMethodHandlerAsync("ping", (request, cancellationToken) =>
            Task.FromResult(new MethodResult(200, """{"pong":true}"""u8.ToArray())));
        #endregion

        #region client-desired
        await client.SetDesiredPropertiesHandlerAsync((desired, cancellationToken) =>
        {
            Console.WriteLine($"version {desired.Version}: {desired.Document.ToJsonString()}, changed {desired.Changes.ToJsonString()}");
            return Task.CompletedTask;
        });
        #endregion

        #region client-open
        await client.OpenAsync();
        #endregion

        #region client-send
        var message = EdgeMessage.FromJson("""{"machine":"boiler","celsius":30}""");
        message.Properties["level"] = "high";
        await client.SendAsync("alerts", message);
        #endregion

        #region client-twin
        var twin = await client.GetTwinAsync();
        var limit = (double?)twin.Desired.Properties["maxCelsius"] ?? 25;
        await client.UpdateReportedPropertiesAsync(new JsonObject { ["limit"] = limit, ["firmware"] = null });
        #endregion

        await work();

        #region client-close
        await client.CloseAsync();
        #endregion
    }

    public static async Task RunUnderTheRuntimeAsync()
    {
        #region client-environment
        await using var client = await EdgeModuleClient.CreateFromEnvironmentAsync();
        await client.OpenAsync();
        #endregion
    }
}
