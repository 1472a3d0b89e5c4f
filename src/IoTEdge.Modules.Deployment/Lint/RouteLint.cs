using System.Text;
using IoTEdge.Modules.Deployment.Lint.Rules;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>Finds what is wrong with the routes of a deployment manifest before a device does, also what edgeHub takes without a word.</summary>
/// <remarks>It looks at routes only, and at broken ones too; everything else that is wrong with a manifest is found by <see cref="Manifests.DeploymentManifest.Parse(string, Images.ImageCatalog?)"/>.</remarks>
public static class RouteLint
{
    private static readonly Action<LintContext>[] Rules =
    [
        TextRules.Check, NameRules.Check, MissingMemberRule.Check, TruthRules.Check, BodyRules.Check, ContentTypeRules.Check, MemberRule.Check,
        SourceRules.Check, SinkRules.Check, ShadowRule.Check, LoopRule.Check, DeadEndRules.Check,
    ];

    // Those that need to know nothing but the route itself.
    private static readonly Action<LintContext>[] RulesOfOne =
    [
        TextRules.Check, NameRules.Check, MissingMemberRule.Check, BodyRules.Check, ContentTypeRules.CheckComparisons, SourceRules.CheckPaths,
    ];

    /// <summary>Looks at routes alone, for what edgeHub does surprisingly with them: who sends and who receives is not looked at.</summary>
    /// <param name="routes">The routes.</param>
    /// <returns>Everything found; the path of each finding is the name of the route below <c>$.routes</c>.</returns>
    public static IReadOnlyList<LintFinding> Check(IReadOnlyList<Route> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var context = new LintContext([.. routes.Select(LintReader.Wrap)], []);
        foreach (var rule in RulesOfOne) rule(context);
        return context.Findings;
    }

    /// <summary>Looks at the routes of a manifest.</summary>
    /// <param name="json">The manifest, bare or wrapped in <c>content</c>.</param>
    /// <param name="contracts">What the modules offer, by the names they are deployed under; null where nothing is known. A module that is not among them is taken on trust.</param>
    /// <returns>Everything found, in the order of the document. Empty where the manifest has no routes, or is no JSON at all.</returns>
    public static IReadOnlyList<LintFinding> Check(string json, IReadOnlyDictionary<string, ModuleOffer>? contracts = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Check(Encoding.UTF8.GetBytes(json), contracts);
    }

    /// <summary>Looks at the routes of a manifest.</summary>
    /// <param name="utf8Json">The manifest in UTF-8, bare or wrapped in <c>content</c>.</param>
    /// <param name="contracts">What the modules offer, by the names they are deployed under; null where nothing is known. A module that is not among them is taken on trust.</param>
    /// <returns>Everything found, in the order of the document. Empty where the manifest has no routes, or is no JSON at all.</returns>
    public static IReadOnlyList<LintFinding> Check(ReadOnlyMemory<byte> utf8Json, IReadOnlyDictionary<string, ModuleOffer>? contracts = null)
    {
        if (LintReader.Read(utf8Json, contracts ?? new Dictionary<string, ModuleOffer>()) is not { } context) return [];
        foreach (var rule in Rules) rule(context);
        return context.Findings;
    }
}
