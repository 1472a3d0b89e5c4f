using System.Reflection;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>The log events of the product, read from its assemblies, and the table of docs/reference/events.md that they make.</summary>
internal static class EventTable
{
    private static readonly Assembly[] Assemblies = [typeof(EdgeModuleClient).Assembly, typeof(EdgeHub).Assembly, typeof(EdgeRuntime).Assembly];

    public static List<(Assembly Assembly, string Name, LoggerMessageAttribute Event)> Read() => [.. Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Select(method => (method.DeclaringType!.Assembly, method.Name, Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
        .Where(found => found.Event is not null)
        .Select(found => (found.Assembly, found.Event!.EventName ?? found.Name, found.Event))
        .OrderBy(found => found.Event.EventId)];

    public static string[] Lines() =>
    [
        "| id | event | level | project | message |",
        "|---|---|---|---|---|",
        .. Read().Select(found => $"| {found.Event.EventId} | {found.Name} | {found.Event.Level} | {found.Assembly.GetName().Name} | {Escape(found.Event.Message)} |"),
    ];

    private static string Escape(string message) => message.Replace("|", "\\|", StringComparison.Ordinal);
}
