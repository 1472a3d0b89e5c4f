using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>docs/reference/defaults.md lists every delay, limit, channel and time-out of the SDK as the code has it.</summary>
public sealed partial class DefaultsTests
{
    private static readonly Assembly Sdk = typeof(EdgeModuleClient).Assembly;

    /// <summary>Nothing that somebody waits for or runs into: lengths of texts, codes of SQLite, and what is set from an option that is listed.</summary>
    private static readonly HashSet<string> NoDefaults =
    [
        "BatchSend.MaxNamed", "DeadLetter.MaxReason", "DesiredOutcome.MaxDescription", "InputRetry.MaxSeconds", "MqttOutbox.MaxKeptCapacity", "MqttRefusal.MaxQuoted",
        "MqttTransportOptions.MaxInputsInFlight", "MqttTransportOptions.RequestTimeout", "ProbeClient.MaxAnswer", "StorageFailure.Full", "TokenRenewal.LongestDelay",
    ];

    [Fact]
    public void Page_Defaults_ListsEachAsTheCodeHasIt()
    {
        var shown = MarkdownPage.Read("docs/reference/defaults.md").Lines
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.EndsWith("` |", StringComparison.Ordinal))
            .Select(line => line.Split('|')).Select(cells => $"{cells[^2].Trim().Trim('`')} = {cells[2].Trim()}");
        shown.Should().BeEquivalentTo(Fields().Concat(Options()));
    }

    private static IEnumerable<string> Fields() =>
        from type in Sdk.GetTypes()
        where !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(TimeSpan) || (IsNumber(field.FieldType) && Limit().IsMatch(field.Name))
        where !field.IsDefined(typeof(CompilerGeneratedAttribute)) && !NoDefaults.Contains($"{type.Name}.{field.Name}")
        select $"{type.Name}.{field.Name} = {DefaultValue.Of(field.GetValue(null))}";

    private static IEnumerable<string> Options() =>
        from type in Sdk.GetTypes()
        where Option().IsMatch(type.Name) && !type.IsAbstract && type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is not null
        let options = Activator.CreateInstance(type, nonPublic: true)
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        where (kind == typeof(TimeSpan) || IsNumber(kind)) && !NoDefaults.Contains($"{type.Name}.{property.Name}")
        select $"{type.Name}.{property.Name} = {DefaultValue.Of(property.GetValue(options))}";

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(double);

    [GeneratedRegex("^(Max|Capacity|Tolerated|First|Jitter|FailsAfter|NearlyFull|Full|DefaultPort|.*Share$)")]
    private static partial Regex Limit();

    [GeneratedRegex("(Options|Policy)$")]
    private static partial Regex Option();
}
