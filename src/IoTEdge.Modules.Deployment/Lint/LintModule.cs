using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>A deployed module, and what it offers where its contract is known.</summary>
internal sealed record LintModule(string Name, JsonNodeAt At, ModuleOffer? Offer)
{
    public bool IsStopped => At["status"]?.Text.Equals("stopped", StringComparison.OrdinalIgnoreCase) == true;
}
