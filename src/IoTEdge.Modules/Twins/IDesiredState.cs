using IoTEdge.Modules.Hosting;

namespace IoTEdge.Modules.Twins;

/// <summary>The desired properties of a module, whatever their type.</summary>
internal interface IDesiredState
{
    /// <summary>Completes when the module has settings to work with: desired properties that were accepted, or the last good ones of the run before.</summary>
    Task FirstAccepted { get; }

    /// <summary>Why the desired properties that came last are not in force; null where they are.</summary>
    string? Refusal { get; }

    /// <summary>Begins: goes back to the desired properties that were in force when the module last ran.</summary>
    void Start(ModuleContext context);

    /// <summary>Takes a change.</summary>
    Task OnDesiredAsync(DesiredProperties desired, CancellationToken cancellationToken);
}
