namespace IoTEdge.Modules.Docs.Tests.Snippets.Inputs;

internal static class PullExample
{
    public static async Task RunAsync(EdgeModuleClient client, Func<EdgeMessage, Task> workAsync, CancellationToken cancellationToken)
    {
        #region inputs-pull
        await foreach (var received in client.ReadInputAsync("jobs", cancellationToken: cancellationToken))
        {
            if (received.Message.ContentType != "application/json") await received.DeadLetterAsync("It is no job.", cancellationToken);
            else
            {
                await workAsync(received.Message);
                await received.CompleteAsync(cancellationToken);
            }
        }
        #endregion
    }
}
