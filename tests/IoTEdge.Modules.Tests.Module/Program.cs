using System.Globalization;
using IoTEdge.Modules;

// A module to be killed: "store {folder}" keeps messages in a durable output and says so, "handle {folder} {file}" dies in the handler of its input.
var client = EdgeModuleClient.CreateFromConnectionString(
    Environment.GetEnvironmentVariable("EdgeHubConnectionString") ?? "HostName=nowhere.invalid;DeviceId=dev;ModuleId=filter;SharedAccessKey=AAAA",
    new EdgeModuleClientOptions { StoragePath = args[1] });
switch (args[0])
{
    case "store":
        client.SetOutputPolicy("out", new OutputPolicy { Durable = true });
        for (var i = 1; ; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            await client.SendAsync("out", new EdgeMessage(System.Text.Encoding.UTF8.GetBytes(text)) { MessageId = $"id-{text}" });
            Console.WriteLine(text);
        }

    case "handle":
        await client.SetInputHandlerAsync("in", async (message, _) =>
        {
            await File.AppendAllTextAsync(args[2], $"{message.MessageId} {message.Attempt}\n", CancellationToken.None);
            Environment.FailFast("by the test");
            return InputResult.Complete;
        }, new InputPolicy { MaxAttempts = 2 });
        await client.OpenAsync();
        await Task.Delay(Timeout.Infinite);
        return 0;

    default:
        return 64;
}
