namespace IoTEdge.Modules.Deployment.Routes.Bodies;

internal enum BodyNodeKind : byte
{
    Object,
    Array,
    Text,
    Number,
    True,
    False,
    Null,

    /// <summary><c>undefined</c>, or nothing before a comma: Json.NET takes both, and a condition sees no value.</summary>
    Undefined,
}
