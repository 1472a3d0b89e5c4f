using System.Globalization;
using System.Text.Json;
using IoTEdge.Modules.Runtime.Sockets;
using IoTEdge.Modules.Runtime.Supervision;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>The agent's own socket: <c>GET /modules</c>, in the shape of edged's management API (protocol section 5.1), with process id and restart count.</summary>
internal sealed class AgentApi(Func<IEnumerable<ModuleInstance>> instances)
{
    public Task AnswerAsync(HttpContext context) =>
        context.Request.Path.Value != "/modules" ? JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "not found")
        : !HttpMethods.IsGet(context.Request.Method) ? JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, "method not allowed")
        : JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, WriteModules);

    private void WriteModules(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("modules");
        foreach (var instance in instances()) WriteModule(writer, instance);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteModule(Utf8JsonWriter writer, ModuleInstance instance)
    {
        writer.WriteStartObject();
        writer.WriteString("id", instance.Name);
        writer.WriteString("name", instance.Name);
        writer.WriteString("type", "process");
        writer.WriteStartObject("config");
        writer.WriteStartObject("settings");
        writer.WriteString("image", instance.Image);
        writer.WriteEndObject();
        writer.WriteStartArray("env");
        writer.WriteEndArray();
        writer.WriteEndObject();
        WriteStatus(writer, instance);
        if (instance.ProcessId is { } processId) writer.WriteNumber("pid", processId);
        writer.WriteNumber("restartCount", instance.RestartCount);
        writer.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter writer, ModuleInstance instance)
    {
        writer.WriteStartObject("status");
        if (instance.LastStart is { } start) writer.WriteString("startTime", start);
        if (instance is { ExitCode: { } exitCode, LastExit: { } exit })
        {
            writer.WriteStartObject("exitStatus");
            writer.WriteString("exitTime", exit);
            writer.WriteString("statusCode", exitCode.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }

        writer.WriteStartObject("runtimeStatus");
        writer.WriteString("status", NameOf(instance.Status));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string NameOf(ModuleStatus status) => status switch
    {
        ModuleStatus.Backoff => "backoff",
        ModuleStatus.Running => "running",
        ModuleStatus.Stopped => "stopped",
        ModuleStatus.Failed => "failed",
        _ => "unknown",
    };
}
