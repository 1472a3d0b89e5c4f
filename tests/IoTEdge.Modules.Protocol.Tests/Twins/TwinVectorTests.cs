using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Protocol.Tests.Twins;

/// <summary>Cases whose answers were given by edgeHub's own code.</summary>
public sealed class TwinVectorTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Twins", "twins.jsonl"));

    // Taken by edgeHub, refused by us: half surrogate pairs (no Unicode text), roots that are no object, and JSON that is none
    // (unquoted names, comments), which the cloud behind edgeHub would refuse later, when nobody listens any more.
    private static readonly HashSet<string> RefusedHere =
        ["t00332", "t00333", "t00335", "t00488", "t00456", "t00457", "t00459", "t00467", "t00479"];

    [Fact]
    public void Merge_EveryVector_Agrees() => AllAgree("merge", given =>
    {
        if (given["baseline"] is not JsonObject baseline || given["patch"] is not JsonObject patch) return null;
        var target = (JsonObject)baseline.DeepClone();
        TwinMerge.Apply(target, patch, keepNulls: !given["treatNullAsDelete"]!.GetValue<bool>());
        return target;
    }, "merged");

    [Fact]
    public void Diff_EveryVector_Agrees() => AllAgree("diff", given =>
        given["from"] is JsonObject from && given["to"] is JsonObject to ? TwinMerge.Diff(from, to) : null, "diff");

    [Fact]
    public void Validate_EveryVector_Agrees()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in Lines)
        {
            using var document = JsonDocument.Parse(line);
            var given = document.RootElement.GetProperty("in");
            if (given.GetProperty("op").GetString() != "validate") continue;
            count++;
            var (id, expected) = (document.RootElement.GetProperty("id").GetString(), document.RootElement.GetProperty("out"));
            var json = given.TryGetProperty("patchText", out var text) ? text.GetString()! : given.GetProperty("patch").GetRawText();
            string actual;
            try
            {
                ReportedPropertiesValidator.Validate(TwinJson.ParseObject(Encoding.UTF8.GetBytes(json), "patch"));
                actual = "ok";
            }
            catch (ProtocolException)
            {
                actual = "error";
            }

            var isTaken = expected.GetProperty("result").GetString() == "ok" && !RefusedHere.Contains(id!);
            if (actual != (isTaken ? "ok" : "error")) wrong.Add($"{id}: {actual} for {json[..Math.Min(80, json.Length)]}, expected {expected}");
        }

        count.Should().BeGreaterThan(100);
        wrong.Should().BeEmpty();
    }

    private static void AllAgree(string operation, Func<JsonObject, JsonObject?> compute, string result)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (id, given, expected) in Cases(operation))
        {
            if (compute(given) is not { } actual) continue;
            count++;
            if (!JsonNode.DeepEquals(actual, expected[result])) wrong.Add($"{id}: {actual.ToJsonString()}, expected {expected.ToJsonString()} for {given.ToJsonString()}");
        }

        count.Should().BeGreaterThan(30);
        wrong.Should().BeEmpty();
    }

    private static IEnumerable<(string Id, JsonObject Given, JsonObject Expected)> Cases(string operation) =>
        from line in Lines
        let node = JsonNode.Parse(line)!
        where node["in"]!["op"]!.GetValue<string>() == operation
        select (node["id"]!.GetValue<string>(), node["in"]!.AsObject(), node["out"]!.AsObject());
}
