using System.Text.Json.Nodes;

namespace IoTEdge.Modules;

/// <summary>The desired properties after a change. The documents are the receiver's own copies.</summary>
/// <param name="Document">The whole document, without members that begin with <c>$</c>.</param>
/// <param name="Changes">What differs from the document before, deletions as null; the whole document at the first time.</param>
/// <param name="Version">The document's <c>$version</c>; <see langword="null"/> where the hub did not know it.</param>
public sealed record DesiredProperties(JsonObject Document, JsonObject Changes, long? Version);
