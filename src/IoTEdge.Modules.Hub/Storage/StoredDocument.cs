namespace IoTEdge.Modules.Hub.Storage;

/// <summary>A small thing that a hub keeps beside clients and messages.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its name among its kind.</param>
/// <param name="Revision">Grows by one with each change, from 1.</param>
/// <param name="Json">What it says.</param>
public sealed record StoredDocument(string Kind, string Id, long Revision, string Json);
