using IoTEdge.Modules.Deployment.Routes.Bodies;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Values of the body that are asked for something they cannot tell.</summary>
internal static class BodyRules
{
    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
        foreach (var node in route.Nodes)
        {
            if (node is CallNode { Type: ConditionType.Bool } call && call.Operands is [{ Type: ConditionType.Body }]) CheckCall(context, route, call);
            if (node is CompareNode comparison && comparison.Operands.ToArray().Any(operand => operand.Type == ConditionType.Body)) CheckDate(context, route, comparison);
        }
    }

    private static void CheckCall(LintContext context, LintRoute route, CallNode call)
    {
        var operand = route.TextOf(call.Operands[0]);
        if (call.Name.Equals("is_null", StringComparison.OrdinalIgnoreCase))
            context.Add(LintRules.SurprisingFunction, route, call.Start, $"{route.TextOf(call)} is true of every value that is there, a number too, and false where it is missing.", $"Write {operand} = null: it holds where the member is null or missing.");
        else if (call.Name.Equals("is_defined", StringComparison.OrdinalIgnoreCase))
            context.Add(LintRules.SurprisingFunction, route, call.Start, $"{route.TextOf(call)} is true where the member is missing, too: it is false only where the body cannot be read.", $"Write {operand} != null: it holds where the member is there and not null.");
    }

    private static void CheckDate(LintContext context, LintRoute route, CompareNode comparison)
    {
        foreach (var operand in comparison.Operands)
            if (operand is ConstantNode { Value.Text: { } text } && BodyDate.IsDate(text))
                context.Add(LintRules.HiddenDate, route, comparison.Start, $"{route.TextOf(comparison)} compares with a time, and a text of the body that looks like one is undefined.", "Let the sender put the time into a property of the message, or into the body as a number.");
    }
}
