namespace IoTEdge.Modules;

/// <summary>
/// Hears of the desired properties: once after each connect if they differ from what it heard last, then at each change, one call
/// at a time. Throwing is logged; the next change comes all the same.
/// </summary>
/// <param name="desired">The desired properties.</param>
/// <param name="cancellationToken">Is cancelled when the module's time to stop is over.</param>
public delegate Task DesiredPropertiesHandler(DesiredProperties desired, CancellationToken cancellationToken);
