namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>An operator where it stands in the text.</summary>
internal readonly record struct ConditionOperator(OperatorKind Kind, string Text, int Start, int End);
