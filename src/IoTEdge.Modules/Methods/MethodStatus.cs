namespace IoTEdge.Modules.Methods;

/// <summary>The statuses that the SDK answers by itself; Microsoft's client uses the same (protocol section 1.7).</summary>
internal static class MethodStatus
{
    public const int Ok = 200;
    public const int BadRequest = 400;
    public const int TooManyRequests = 429;
    public const int InternalError = 500;
    public const int NotImplemented = 501;
}
