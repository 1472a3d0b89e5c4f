namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>What is known of an expression before there is a message (protocol section 7.4).</summary>
internal enum ConditionType : byte
{
    Undefined,
    Bool,
    Number,
    Text,
    Null,

    /// <summary>A value of the body, or made of one: its type is known only with the message.</summary>
    Body,
}
