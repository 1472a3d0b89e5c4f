namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>What a condition can turn out to be.</summary>
[Flags]
internal enum TruthSet
{
    None = 0,
    True = 1,
    False = 2,
    Undefined = 4,
    Any = True | False | Undefined,
}
