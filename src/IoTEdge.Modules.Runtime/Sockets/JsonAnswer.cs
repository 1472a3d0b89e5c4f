using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Sockets;

/// <summary>Answers in JSON, always with a length: Microsoft's C# client cannot read chunks (protocol section 4.3).</summary>
internal static class JsonAnswer
{
    // A digest and a certificate are full of '+', which the default encoder would escape for the sake of HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task MessageAsync(HttpContext context, int status, string message) => WriteAsync(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var content = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(content, Options)) write(writer);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.WrittenCount;
        await context.Response.Body.WriteAsync(content.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
