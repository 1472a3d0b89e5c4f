using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary>Errors in the shape that IoT Hub's service clients read: <c>{"Message":"ErrorCode:DeviceNotFound;…"}</c> (protocol section 11.4).</summary>
internal static class ServiceError
{
    public static HubAnswer Answer(int status, string code, string message) =>
        new(status, new JsonObject { ["Message"] = $"ErrorCode:{code};{message}" });

    public static HubAnswer BadRequest(string message) => Answer(StatusCodes.Status400BadRequest, "ArgumentInvalid", message);

    public static HubAnswer Unauthorized(string message) => Answer(StatusCodes.Status401Unauthorized, "IotHubUnauthorizedAccess", message);

    public static HubAnswer NotFound(ClientIdentity identity) => identity.IsModule
        ? Answer(StatusCodes.Status404NotFound, "ModuleNotFound", $"Module '{identity.ModuleId}' on device '{identity.DeviceId}' is not registered.")
        : Answer(StatusCodes.Status404NotFound, "DeviceNotFound", $"Device '{identity.DeviceId}' is not registered.");

    public static HubAnswer AlreadyExists(ClientIdentity identity) => identity.IsModule
        ? Answer(StatusCodes.Status409Conflict, "ModuleAlreadyExistsOnDevice", $"Module '{identity.ModuleId}' exists already on device '{identity.DeviceId}'. Give If-Match to change it.")
        : Answer(StatusCodes.Status409Conflict, "DeviceAlreadyExists", $"Device '{identity.DeviceId}' exists already. Give If-Match to change it.");

    public static HubAnswer PreconditionFailed(string what) =>
        Answer(StatusCodes.Status412PreconditionFailed, "PreconditionFailed", $"{what} has another etag: somebody changed it in between. Get it again.");

    public static HubAnswer Nothing(HttpRequest request) =>
        Answer(StatusCodes.Status404NotFound, "InvalidResource", $"There is nothing at '{request.Path}'.");

    public static HubAnswer NotAllowed(HttpRequest request) =>
        Answer(StatusCodes.Status405MethodNotAllowed, "InvalidOperation", $"{request.Method} is not allowed at '{request.Path}'.");
}
