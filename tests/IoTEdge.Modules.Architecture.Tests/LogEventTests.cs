using System.Reflection;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>An event id is a contract with those who watch logs: it means one thing, and its thousand tells who says it.</summary>
public sealed class LogEventTests
{
    private static readonly IReadOnlyList<(string Assembly, string Method, int Id)> Events =
        [.. from assembly in Product.Assemblies
            from type in assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
            where attribute is not null
            select (assembly.GetName().Name!, $"{type.FullName}.{method.Name}", attribute.EventId)];

    [Fact]
    public void EventIds_OfAllProjects_MeanOneThing() =>
        Events.GroupBy(logged => logged.Id).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(logged => logged.Method))}").Should().BeEmpty();

    [Theory]
    [InlineData("IoTEdge.Modules", 1)]
    [InlineData("IoTEdge.Modules.Hub", 3)]
    [InlineData("IoTEdge.Modules.Runtime", 4, 5)]
    public void EventIds_OfAProject_AreInItsThousands(string assembly, params int[] thousands)
    {
        var events = Events.Where(logged => logged.Assembly == assembly).ToList();
        events.Should().NotBeEmpty().And.OnlyContain(logged => thousands.Contains(logged.Id / 1000));
    }
}
