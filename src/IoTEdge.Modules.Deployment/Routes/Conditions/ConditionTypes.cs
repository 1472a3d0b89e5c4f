namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>Which types go together.</summary>
internal static class ConditionTypes
{
    /// <summary>Whether an operand may stand where another type is needed: of that type, or a value of the body, of which nobody knows yet.</summary>
    public static bool Fits(ConditionType needed, ConditionType given) =>
        needed == given
        || (given == ConditionType.Body && needed != ConditionType.Undefined)
        || (needed == ConditionType.Body && given != ConditionType.Undefined);

    /// <summary>The name as a message to a person has it.</summary>
    public static string Name(ConditionType type) => type switch
    {
        ConditionType.Bool => "a boolean",
        ConditionType.Number => "a number",
        ConditionType.Text => "a text",
        ConditionType.Null => "null",
        ConditionType.Body => "a value of the body",
        _ => "undefined",
    };
}
