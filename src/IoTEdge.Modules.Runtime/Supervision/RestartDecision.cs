namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>What follows from the end of a process.</summary>
/// <param name="Status">What the module is meanwhile, or for good.</param>
/// <param name="Delay">How long until it is started again; null means never.</param>
/// <param name="Counts">Whether that start counts as a restart.</param>
internal readonly record struct RestartDecision(ModuleStatus Status, TimeSpan? Delay, bool Counts);
