using System.Globalization;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Services;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>/configurations[/{id}]</c>: automatic deployments, kept and given back (protocol section 11.6).</summary>
internal sealed class ConfigurationEndpoints(EdgeHub hub)
{
    public HubAnswer List(HttpRequest request) => HttpMethods.IsGet(request.Method)
        ? HubAnswer.Ok(new JsonArray([.. hub.Deployments.All.Select(Write)]))
        : ServiceError.NotAllowed(request);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsPut(request.Method))
            return await PutAsync(request, id, cancellationToken).ConfigureAwait(false);
        if (hub.Deployments.Find(id) is not { } existing)
            return NotFound(id);
        if (HttpMethods.IsGet(request.Method))
            return Show(existing);
        if (!HttpMethods.IsDelete(request.Method))
            return ServiceError.NotAllowed(request);
        if (!Etag.Matches(Etag.IfMatch(request), EtagOf(existing)))
            return ServiceError.PreconditionFailed($"Configuration '{id}'");
        await hub.Deployments.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
        return new HubAnswer(StatusCodes.Status204NoContent, null);
    }

    private async Task<HubAnswer> PutAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        if (body["content"] is not JsonObject)
            return ServiceError.BadRequest("The configuration has no object content.");
        body.Remove("etag");
        var ifMatch = Etag.IfMatch(request);
        HubDeployment? found = null;
        try
        {
            var kept = await hub.Deployments.TryPutAsync(
                id,
                body,
                existing =>
                {
                    found = existing;
                    return ifMatch is null ? existing is null : existing is not null && Etag.Matches(ifMatch, EtagOf(existing));
                },
                cancellationToken).ConfigureAwait(false);
            if (kept is not null)
                return Show(kept);
        }
        catch (InvalidOperationException exception)
        {
            return ServiceError.Answer(StatusCodes.Status403Forbidden, "ConfigurationCountLimitExceeded", exception.Message);
        }

        if (found is null)
            return NotFound(id);
        return ifMatch is null
            ? ServiceError.Answer(StatusCodes.Status409Conflict, "ConfigurationAlreadyExists", $"Configuration '{id}' exists already. Give If-Match to change it.")
            : ServiceError.PreconditionFailed($"Configuration '{id}'");
    }

    private static HubAnswer NotFound(string id) =>
        ServiceError.Answer(StatusCodes.Status404NotFound, "ConfigurationNotFound", $"There is no configuration '{id}'.");

    private static HubAnswer Show(HubDeployment deployment) => Etag.With(HubAnswer.Ok(Write(deployment)), EtagOf(deployment));

    private static JsonObject Write(HubDeployment deployment)
    {
        var json = (JsonObject)deployment.Document.DeepClone();
        json["id"] = deployment.Id;
        json["etag"] = EtagOf(deployment);
        return json;
    }

    private static string EtagOf(HubDeployment deployment) => deployment.Revision.ToString(CultureInfo.InvariantCulture);
}
