using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary>
/// IoT Hub's service API, as far as its clients have use for it at a hub of one device (protocol section 11.6): finds who answers.
/// Who may ask is decided before.
/// </summary>
internal sealed class ServiceEndpoints(EdgeHub hub)
{
    private readonly RegistryEndpoints _registry = new(hub);
    private readonly TwinEndpoints _twins = new(hub);
    private readonly MethodEndpoints _methods = new(hub);
    private readonly QueryEndpoint _query = new(hub);
    private readonly ContentEndpoint _content = new(hub);
    private readonly ConfigurationEndpoints _configurations = new(hub);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken) => RequestPath.Split(request) switch
    {
        ["devices"] => await _registry.AnswerAsync(request, cancellationToken).ConfigureAwait(false),
        ["devices", "query"] => await _query.AnswerAsync(request, cancellationToken).ConfigureAwait(false),
        ["devices", var device] => await _registry.AnswerAsync(request, Device(device), cancellationToken).ConfigureAwait(false),
        ["devices", var device, "modules"] => _registry.AnswerModules(request, Device(device)),
        ["devices", var device, "modules", var module] => await _registry.AnswerAsync(request, new ClientIdentity(device, module), cancellationToken).ConfigureAwait(false),
        ["devices", var device, "applyConfigurationContent"] => await _content.AnswerAsync(request, Device(device), cancellationToken).ConfigureAwait(false),
        ["twins", var device] => await _twins.AnswerAsync(request, Device(device), cancellationToken).ConfigureAwait(false),
        ["twins", var device, "methods"] => await _methods.AnswerAsync(request, Device(device), cancellationToken).ConfigureAwait(false),
        ["twins", var device, "modules", var module] => await _twins.AnswerAsync(request, new ClientIdentity(device, module), cancellationToken).ConfigureAwait(false),
        ["twins", var device, "modules", var module, "methods"] => await _methods.AnswerAsync(request, new ClientIdentity(device, module), cancellationToken).ConfigureAwait(false),
        ["configurations"] => _configurations.List(request),
        ["configurations", var id] => await _configurations.AnswerAsync(request, id, cancellationToken).ConfigureAwait(false),
        ["statistics", "devices"] => RegistryStatistics.Answer(request, hub, isOfDevices: true),
        ["statistics", "service"] => RegistryStatistics.Answer(request, hub, isOfDevices: false),
        _ => ServiceError.Nothing(request),
    };

    private static ClientIdentity Device(string deviceId) => new(deviceId, null);
}
