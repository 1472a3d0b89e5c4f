using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Twins;

/// <summary>The typed reported properties of a module, whatever their type.</summary>
internal interface IReportedSource
{
    /// <summary>Begins to tell of changes.</summary>
    void Start(ReportedPublisher publisher);

    /// <summary>Begins with what the hub has from the last run, unless the module has set something already.</summary>
    void BeginWith(JsonObject known);

    /// <summary>The properties as a document.</summary>
    /// <exception cref="EdgeModuleException">They cannot be written.</exception>
    JsonObject ToDocument();
}
