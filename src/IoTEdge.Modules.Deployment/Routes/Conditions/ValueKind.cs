namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>What a value turned out to be while a condition was evaluated.</summary>
internal enum ValueKind : byte
{
    Undefined,
    Bool,
    Number,
    Text,
    Null,

    /// <summary>The body has nothing at that path: as null in comparisons, and told from it by <c>is_null</c> alone.</summary>
    Missing,
}
