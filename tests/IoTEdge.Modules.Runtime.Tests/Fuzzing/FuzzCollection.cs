namespace IoTEdge.Modules.Runtime.Tests.Fuzzing;

/// <summary>Alone: memory is measured, and other tests' would count too.</summary>
[CollectionDefinition(nameof(HubFuzzTests), DisableParallelization = true)]
public sealed class FuzzCollection;
