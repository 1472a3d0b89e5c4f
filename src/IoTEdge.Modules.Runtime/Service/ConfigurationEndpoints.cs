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
        var existing = hub.Deployments.Find(id);
        if (HttpMethods.IsPut(request.Method))
            return await PutAsync(request, id, existing, cancellationToken).ConfigureAwait(false);
        if (existing is null)
            return ServiceError.Answer(StatusCodes.Status404NotFound, "ConfigurationNotFound", $"There is no configuration '{id}'.");
        if (HttpMethods.IsGet(request.Method))
            return Show(existing);
        if (!HttpMethods.IsDelete(request.Method))
            return ServiceError.NotAllowed(request);
        if (!Etag.Matches(Etag.IfMatch(request), EtagOf(existing)))
            return ServiceError.PreconditionFailed($"Configuration '{id}'");
        await hub.Deployments.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
        return new HubAnswer(StatusCodes.Status204NoContent, null);
    }

    private async Task<HubAnswer> PutAsync(HttpRequest request, string id, HubDeployment? existing, CancellationToken cancellationToken)
    {
        var ifMatch = Etag.IfMatch(request);
        if (existing is not null && ifMatch is null)
            return ServiceError.Answer(StatusCodes.Status409Conflict, "ConfigurationAlreadyExists", $"Configuration '{id}' exists already. Give If-Match to change it.");
        if (existing is not null && !Etag.Matches(ifMatch, EtagOf(existing)))
            return ServiceError.PreconditionFailed($"Configuration '{id}'");
        var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        if (body["content"] is not JsonObject)
            return ServiceError.BadRequest("The configuration has no object content.");
        body.Remove("etag");
        try
        {
            return Show(await hub.Deployments.PutAsync(id, body, cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidOperationException exception)
        {
            return ServiceError.Answer(StatusCodes.Status403Forbidden, "ConfigurationCountLimitExceeded", exception.Message);
        }
    }

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
