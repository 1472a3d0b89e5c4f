using System.Text.RegularExpressions;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Names that are hardly meant as names.</summary>
internal static partial class NameRules
{
    // What routes can ask for (protocol section 7.3); the last ones are set on delivery, after routing.
    private static readonly HashSet<string> SystemProperties = new(StringComparer.OrdinalIgnoreCase)
    {
        "messageId", "cid", "userId", "to", "contentType", "contentEncoding", "messageSchema", "creationTime", "absolute-expiry-time", "outputName", "operation", "dt-subject", "ack",
        "iothub-interface-id", "connectionDeviceId", "connectionModuleId", "edgeMessageId", "edgeHubOriginInterface", "modelId", "rpSenderDeviceId", "rpSenderModuleId", "messageType",
    };

    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
        foreach (var node in route.Nodes)
        {
            if (node is PropertyNode { Otherwise: null } property && Operator().Match(property.Name) is { Success: true } match)
                context.Add(LintRules.UnspacedOperator, route, node.Start, $"'{property.Name}' is one name to edgeHub, because operators need blanks around them.", $"Write {property.Name[..match.Index]} {match.Value} {property.Name[(match.Index + match.Length)..]}".TrimEnd() + " if the operator is meant.");
            if (node is SystemPropertyNode system && !SystemProperties.Contains(system.Name))
                context.Add(LintRules.UnknownSystemProperty, route, node.Start, $"There is no system property '{system.Name}' when a message is routed: it is undefined.", Remedy(system.Name));
        }
    }

    private static string Remedy(string name) => name.ToUpperInvariant() switch
    {
        "CORRELATIONID" => "edgeHub calls it $cid.",
        "BODY" => "Write $body.name: a condition compares a member of the body, not the whole.",
        "ENQUEUEDTIME" or "SEQUENCENUMBER" or "LOCKTOKEN" or "INPUTNAME" or "DELIVERYCOUNT" => "It is set on delivery only. Take a property of the message.",
        _ when name.StartsWith("twin", StringComparison.OrdinalIgnoreCase) => "Routes of edgeHub do not see twins. Take a property of the message.",
        _ => "For a property of the application write its name without $.",
    };

    // A minus is a part of many names, so only one before digits counts.
    [GeneratedRegex(@"\|\||[!+*%|&]|-(?=[0-9]+$)")]
    private static partial Regex Operator();
}
