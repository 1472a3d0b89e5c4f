using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Members of the body that no sender's contract has.</summary>
internal static class MemberRule
{
    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
        foreach (var member in route.Nodes.OfType<BodyNode>())
        {
            var payloads = Payloads(context, route.Route);
            if (payloads.Count > 0 && payloads.TrueForAll(payload => payload?.Find(member.Path) == MemberPresence.Never))
                context.Add(LintRules.UnknownMember, route, member.Start, $"No sender of '{route.Name}' has '{member.Path.Text}' in its contract: it is missing in every message.", "Name a member of the payload; names are case-sensitive, and mostly begin with a small letter.");
        }
    }

    /// <summary>Whether every sender that a route may take from has the member in every message.</summary>
    public static bool IsAlwaysThere(LintContext context, LintRoute route, BodyNode member)
    {
        var payloads = Payloads(context, route.Route);
        return payloads.Count > 0 && payloads.TrueForAll(payload => payload?.Find(member.Path) == MemberPresence.Always);
    }

    // Null for a sender or an output of which nothing is known.
    private static List<PayloadSchema?> Payloads(LintContext context, Route route)
    {
        var payloads = new List<PayloadSchema?>();
        foreach (var sender in context.Senders(route))
        {
            if (sender.Offer is not { } offer) payloads.Add(null);
            else payloads.AddRange(offer.Outputs.Where(output => route.Source.Matches(MessageSource.Module(sender.Name, output))).Select(offer.FindPayload));
        }

        return payloads;
    }
}
