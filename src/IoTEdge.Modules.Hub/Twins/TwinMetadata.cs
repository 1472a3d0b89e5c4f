using System.Globalization;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Twins;

/// <summary>When each property was changed: a tree that mirrors the properties, which only the service sees (protocol section 6.1).</summary>
internal static class TwinMetadata
{
    private const string LastUpdated = "$lastUpdated";
    private const string LastUpdatedVersion = "$lastUpdatedVersion";

    /// <summary>The tree after a patch.</summary>
    /// <param name="metadata">The tree before it; not changed.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="now">When.</param>
    /// <param name="version">The version that the patch makes; null where versions of single properties are not kept.</param>
    public static JsonObject After(JsonObject metadata, JsonObject patch, DateTimeOffset now, long? version)
    {
        var tree = (JsonObject)metadata.DeepClone();
        new Stamp(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), version).Apply(tree, patch);
        return tree;
    }

    private readonly record struct Stamp(string Time, long? Version)
    {
        public void Apply(JsonObject node, JsonObject patch)
        {
            Mark(node);
            foreach (var (name, value) in patch)
            {
                if (value is null)
                    node.Remove(name);
                else if (value is JsonObject change)
                    Apply(Child(node, name), change);
                else
                    node[name] = Mark([]);
            }
        }

        private static JsonObject Child(JsonObject node, string name)
        {
            if (node[name] is JsonObject child)
                return child;
            var made = new JsonObject();
            node[name] = made;
            return made;
        }

        private JsonObject Mark(JsonObject node)
        {
            node[LastUpdated] = Time;
            if (Version is { } version)
                node[LastUpdatedVersion] = version;
            return node;
        }
    }
}
