using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>Merge and difference of twin documents (protocol sections 6.2 and 6.4), in agreement with edgeHub's.</summary>
public static class TwinMerge
{
    /// <summary>
    /// Merges a patch into a document: objects merge member by member, null removes, everything else replaces. An object that is
    /// new is taken as it is, nulls within included.
    /// </summary>
    /// <param name="target">The document; changed in place.</param>
    /// <param name="patch">The patch; not changed.</param>
    /// <param name="keepNulls">Whether nulls are stored instead of removing, as in a patch that is kept to be sent later.</param>
    public static void Apply(JsonObject target, JsonObject patch, bool keepNulls = false)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        foreach (var (name, value) in patch)
        {
            if (value is null && !keepNulls) target.Remove(name);
            else if (value is JsonObject change && target[name] is JsonObject existing) Apply(existing, change, keepNulls);
            else target[name] = value?.DeepClone();
        }
    }

    /// <summary>The smallest patch that turns one document into another: nulls for what is gone, arrays whole.</summary>
    /// <param name="from">The document as it is.</param>
    /// <param name="to">The document as it shall be.</param>
    /// <returns>A new document; empty when there is no difference.</returns>
    public static JsonObject Diff(JsonObject from, JsonObject to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var patch = new JsonObject();
        foreach (var (name, value) in to)
        {
            if (!from.TryGetPropertyValue(name, out var old)) patch[name] = value?.DeepClone();
            else if (old is JsonObject oldObject && value is JsonObject newObject)
            {
                var nested = Diff(oldObject, newObject);
                if (nested.Count > 0) patch[name] = nested;
            }
            else if (!SameValue(old, value)) patch[name] = value?.DeepClone();
        }

        foreach (var (name, _) in from)
        {
            if (!to.ContainsKey(name)) patch[name] = null;
        }

        return patch;
    }

    private static bool SameValue(JsonNode? left, JsonNode? right) =>
        JsonNode.DeepEquals(left, right) && SpelledAlike(left, right);

    // 1 and 1.0 are one number, but not one twin value: a reader may tell an integer from a fraction.
    private static bool SpelledAlike(JsonNode? left, JsonNode? right) =>
        left?.GetValueKind() != JsonValueKind.Number || left.ToJsonString() == right!.ToJsonString();
}
