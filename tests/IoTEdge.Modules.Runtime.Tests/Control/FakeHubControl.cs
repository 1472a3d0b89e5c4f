using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Runtime.Sockets;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Tests.Control;

/// <summary>The hub's control API as the agent uses it, without a hub: it remembers what it was asked.</summary>
internal sealed class FakeHubControl : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _modules = new();
    private UnixSocketServer<FakeHubControl>? _server;

    /// <summary>Everything that was asked, as "METHOD /path", in its order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentDictionary<string, string> Twins { get; } = new();

    public IEnumerable<string> Modules => _modules.Keys;

    public JsonArray Upstream { get; } = [];

    public static async Task<FakeHubControl> StartAsync(string socketPath)
    {
        var fake = new FakeHubControl();
        fake._server = await UnixSocketServer<FakeHubControl>.StartAsync(
            new Dictionary<string, FakeHubControl> { [socketPath] = fake }, (owner, context) => owner.AnswerAsync(context), TestContext.Current.CancellationToken);
        return fake;
    }

    public string KeyOf(string module) => (string)_modules[module]["authentication"]!["symmetricKey"]!["primaryKey"]!;

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path}");
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var answer = (path.Split('/'), context.Request.Method) switch
        {
            (["", "devices", _, "modules", var module], "GET") => FindAsync(context, module),
            (["", "devices", var device, "modules", var module], "PUT") => WriteAsync(context, _modules[module] = Identity(device, module)),
            (["", "devices", _, "modules", var module], "DELETE") => DeleteAsync(context, module),
            (["", "twins", _, "modules", "refused"], "PUT") => JsonAnswer.MessageAsync(context, 400, "this twin is refused"),
            (["", "twins", _, "modules", var module], "PUT") => WriteAsync(context, JsonNode.Parse(Twins[module] = body)!),
            (["", "upstream"], "GET") => WriteAsync(context, After(long.Parse(context.Request.Query["after"]!))),
            _ => JsonAnswer.MessageAsync(context, 404, "not found"),
        };
        await answer;
    }

    private Task FindAsync(HttpContext context, string module) =>
        _modules.TryGetValue(module, out var found) ? WriteAsync(context, found) : JsonAnswer.MessageAsync(context, 404, $"There is no module '{module}'.");

    private Task DeleteAsync(HttpContext context, string module)
    {
        _modules.TryRemove(module, out _);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private JsonArray After(long sequence) =>
        new([.. Upstream.Where(entry => (long)entry!["sequence"]! > sequence).Take(2).Select(entry => entry!.DeepClone())]);

    private static Task WriteAsync(HttpContext context, JsonNode json) =>
        JsonAnswer.WriteAsync(context, 200, writer => json.WriteTo(writer, JsonSerializerOptions.Default));

    private static JsonObject Identity(string device, string module) => new()
    {
        ["deviceId"] = device,
        ["moduleId"] = module,
        ["generationId"] = "637",
        ["authentication"] = new JsonObject
        {
            ["type"] = "sas",
            ["symmetricKey"] = new JsonObject { ["primaryKey"] = Convert.ToBase64String(Guid.NewGuid().ToByteArray()) },
        },
    };
}
