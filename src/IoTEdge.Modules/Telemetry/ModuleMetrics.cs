using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IoTEdge.Modules.Telemetry;

/// <summary>Every instrument of the SDK, with names and units of OpenTelemetry's conventions for messaging where those have one.</summary>
internal static class ModuleMetrics
{
    private const string Destination = "messaging.destination.name";
    private static readonly Meter Meter = new(EdgeModuleTelemetry.MeterName);

    private static readonly Histogram<double> SendDuration = Meter.CreateHistogram<double>(
        "messaging.client.operation.duration", "s", "From the call to the hub's acknowledgement, by output; of a durable output until the message is stored.");

    private static readonly Histogram<double> ProcessDuration = Meter.CreateHistogram<double>(
        "messaging.process.duration", "s", "One run of an input's handler, by input.");

    private static readonly Histogram<double> MethodDuration = Meter.CreateHistogram<double>(
        "iotedge.module.method.duration", "s", "One run of a direct method's handler, by method and status.");

    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>(
        "iotedge.module.dead_letters", "{message}", "Messages that left as dead letters, by input.");

    private static readonly Counter<long> Duplicates = Meter.CreateCounter<long>(
        "iotedge.module.duplicates", "{message}", "Messages that were acknowledged without a run, because they were done before, by input.");

    private static readonly Counter<long> ParkedMessages = Meter.CreateCounter<long>(
        "iotedge.module.parked", "{message}", "Messages that were stored and acknowledged before they were done, by input.");

    private static readonly UpDownCounter<long> OutboxMessages = Meter.CreateUpDownCounter<long>(
        "iotedge.module.outbox.messages", "{message}", "Messages that durable outputs keep, by output.");

    private static readonly UpDownCounter<long> OutboxBytes = Meter.CreateUpDownCounter<long>(
        "iotedge.module.outbox.size", "By", "Bytes of messages that durable outputs keep, by output.");

    private static readonly Counter<long> OutboxDrops = Meter.CreateCounter<long>(
        "iotedge.module.outbox.drops", "{message}", "Messages that durable outputs dropped, by output and reason.");

    private static readonly Counter<long> Connects = Meter.CreateCounter<long>(
        "iotedge.module.connects", "{connection}", "Connections that came about; the first one is the start.");

    private static readonly Counter<long> DesiredChanges = Meter.CreateCounter<long>(
        "iotedge.module.desired_changes", "{change}", "Changes of desired properties that were handed to the module.");

    public static void Sent(string? output, TimeSpan duration, Exception? failure) =>
        SendDuration.Record(duration.TotalSeconds, Tags(output ?? "", failure));

    public static void Processed(string input, TimeSpan duration, Exception? failure) =>
        ProcessDuration.Record(duration.TotalSeconds, Tags(input, failure));

    public static void Called(string method, TimeSpan duration, int status) =>
        MethodDuration.Record(duration.TotalSeconds, new TagList { { "iotedge.method.name", method }, { "iotedge.method.status", status } });

    public static void DeadLetter(string input) => DeadLetters.Add(1, new TagList { { Destination, input } });

    public static void Stored(string output, long messages, long bytes)
    {
        OutboxMessages.Add(messages, new TagList { { Destination, output } });
        OutboxBytes.Add(bytes, new TagList { { Destination, output } });
    }

    public static void Dropped(string output, string reason, long messages) =>
        OutboxDrops.Add(messages, new TagList { { Destination, output }, { "iotedge.drop.reason", reason } });

    public static void Duplicate(string input) => Duplicates.Add(1, new TagList { { Destination, input } });

    public static void Parked(string input) => ParkedMessages.Add(1, new TagList { { Destination, input } });

    public static void Connected() => Connects.Add(1);

    public static void DesiredChanged() => DesiredChanges.Add(1);

    private static TagList Tags(string destination, Exception? failure)
    {
        var tags = new TagList { { Destination, destination } };
        if (failure is not null) tags.Add(ErrorType.Tag, ErrorType.Of(failure));
        return tags;
    }
}
