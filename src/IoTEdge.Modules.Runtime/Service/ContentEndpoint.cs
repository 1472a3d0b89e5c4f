using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>POST /devices/{d}/applyConfigurationContent</c>: sets a device's modules and their twins from a deployment manifest (protocol sections 5.7 and 11.6).</summary>
internal sealed class ContentEndpoint(EdgeHub hub)
{
    public async Task<HubAnswer> AnswerAsync(HttpRequest request, ClientIdentity device, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(request.Method))
            return ServiceError.NotAllowed(request);
        if (hub.Identities.Find(device) is null)
            return ServiceError.NotFound(device);
        if (device.DeviceId != hub.Options.DeviceId)
            return ServiceError.BadRequest($"Device '{device.DeviceId}' has no Edge runtime; the one of this hub is '{hub.Options.DeviceId}'.");
        var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        var result = DeploymentManifest.Parse(Encoding.UTF8.GetBytes(body.ToJsonString()));
        if (!result.IsValid)
            return ServiceError.BadRequest(string.Join(" ", result.Problems.Where(problem => problem.Severity == ManifestSeverity.Error).Select(problem => $"{problem.Path}: {problem.Reason} {problem.Remedy}")));
        await ApplyAsync(result.Manifest, cancellationToken).ConfigureAwait(false);
        return new HubAnswer(StatusCodes.Status204NoContent, null);
    }

    // The agent's own twin last: it shows which modules there are, and what they need is there by then.
    private async Task ApplyAsync(DeploymentManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var module in manifest.Modules)
        {
            var identity = new ClientIdentity(hub.Options.DeviceId, module.Name);
            await hub.Identities.TryPutAsync(identity, new IdentityChange { ManagedBy = "IotEdge" }, existing => existing is null, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (name, desired) in manifest.DesiredProperties.OrderBy(entry => entry.Key == "$edgeAgent"))
        {
            var properties = JsonNode.Parse(desired.GetRawText())!.AsObject();
            await hub.Twins.ReplaceDesiredAsync(new ClientIdentity(hub.Options.DeviceId, name), properties, cancellationToken).ConfigureAwait(false);
        }
    }
}
