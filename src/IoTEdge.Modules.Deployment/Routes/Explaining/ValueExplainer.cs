using IoTEdge.Modules.Deployment.Routes.Bodies;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes.Explaining;

/// <summary>Says what a property or a value of the body is in a message, and where it is undefined, why.</summary>
internal sealed class ValueExplainer(RouteMessage message)
{
    private const int MaxTextLength = 40;

    public static string TypeName(ValueKind kind) => kind switch
    {
        ValueKind.Bool => "a boolean",
        ValueKind.Number => "a number",
        ValueKind.Text => "a text",
        _ => "null",
    };

    /// <summary>The value as it compares, a long text cut.</summary>
    public static string Short(ConditionValue value) => value.Kind switch
    {
        ValueKind.Missing => "null",
        ValueKind.Text when value.Text?.Length > MaxTextLength => $"'{value.Text[..MaxTextLength]}...'",
        _ => value.ToString(),
    };

    /// <summary>"$body.t is the number 26".</summary>
    public string Explain(ConditionNode node, string text)
    {
        var value = node.Evaluate(message);
        var description = value.Kind switch
        {
            ValueKind.Undefined => $"undefined, because {WhyUndefined(node)}",
            ValueKind.Missing => "missing",
            ValueKind.Null => "null",
            ValueKind.Text when value.Text is null => "there without a value",
            ValueKind.Text => $"the text {Short(value)}",
            ValueKind.Number => $"the number {value}",
            _ => value.ToString(),
        };
        return $"{text} is {description}";
    }

    private string WhyUndefined(ConditionNode node) => node switch
    {
        PropertyNode { Otherwise: { } otherwise } => WhyUndefined(otherwise),
        PropertyNode property => $"the message has no property '{property.Name}'",
        SystemPropertyNode system => $"the message has no system property '{system.Name}'",
        BodyNode body => WhyUndefined(body.Path),
        _ => "a part of it is",
    };

    private string WhyUndefined(BodyPath path)
    {
        if (message.ReadBody() is not { } body)
        {
            message.TryGetSystemProperty("contentType", out var contentType);
            message.TryGetSystemProperty("contentEncoding", out var contentEncoding);
            return $"the body is not looked into: its content type is {Quoted(contentType)} and its encoding {Quoted(contentEncoding)}, and has to be 'application/json' and 'utf-8'";
        }

        if (!body.IsReadable) return "the body is no JSON object";
        return body.FindKind(path) switch
        {
            BodyNodeKind.Object => "it is an object",
            BodyNodeKind.Array => "it is a list",
            BodyNodeKind.Text => "it looks like a time, and edgeHub hides those",
            _ => "it is no single value",
        };
    }

    private static string Quoted(string? value) => value is null ? "not given" : $"'{value}'";
}
