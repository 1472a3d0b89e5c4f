using System.Diagnostics;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Telemetry;

/// <summary>Spans of messages. The context travels in application properties by W3C's names, so that a trace goes on through other modules.</summary>
internal static class ModuleTracing
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";
    private static readonly ActivitySource Source = new(EdgeModuleTelemetry.ActivitySourceName);

    /// <summary>Begins the span of a send, and puts its context, or that of the caller, into the message, unless the author has set one.</summary>
    public static Activity? StartSend(string? output, PropertyBag properties)
    {
        var span = Source.StartActivity($"send {output}".TrimEnd(), ActivityKind.Producer);
        span?.SetTag("messaging.system", "iotedge").SetTag("messaging.destination.name", output ?? "").SetTag("messaging.message.id", properties[SystemProperties.MessageId]);
        var current = span ?? Activity.Current;
        if (current is not { IdFormat: ActivityIdFormat.W3C } || properties.TryGetValue(TraceParent, out _)) return span;
        properties[TraceParent] = current.Id;
        if (current.TraceStateString is { Length: > 0 } state) properties[TraceState] = state;
        return span;
    }

    /// <summary>Begins the span of one run of an input's handler, as a child of the span that sent the message.</summary>
    public static Activity? StartProcess(EdgeMessage message)
    {
        if (!Source.HasListeners()) return null;
        ActivityContext.TryParse(message.Properties[TraceParent], message.Properties[TraceState], isRemote: true, out var parent);
        return Source.StartActivity($"process {message.InputName}", ActivityKind.Consumer, parent)
            ?.SetTag("messaging.system", "iotedge").SetTag("messaging.destination.name", message.InputName).SetTag("messaging.message.id", message.MessageId);
    }

    /// <summary>Whether a property carries the context.</summary>
    public static bool IsContext(string property) => property is TraceParent or TraceState;

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity? span, Exception exception) =>
        span?.SetStatus(ActivityStatusCode.Error).SetTag(ErrorType.Tag, ErrorType.Of(exception));
}
