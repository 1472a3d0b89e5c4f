namespace IoTEdge.Modules.Methods;

/// <summary>The statuses that the SDK answers by itself; Microsoft's client uses the same (protocol section 1.7).</summary>
internal static class MethodStatus
{
    public const int Ok = 200;
    public const int Accepted = 202;
    public const int BadRequest = 400;
    public const int Gone = 410;
    public const int TooManyRequests = 429;
    public const int InternalError = 500;
    public const int NotImplemented = 501;
    public const int ServiceUnavailable = 503;
    public const int GatewayTimeout = 504;

    public static bool IsSuccess(int status) => status is >= 200 and <= 299;

    /// <summary>What HTTP calls the status.</summary>
    public static string Title(int status) => status switch
    {
        BadRequest => "Bad request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not found",
        409 => "Conflict",
        Gone => "Gone",
        412 => "Precondition failed",
        422 => "Unprocessable content",
        TooManyRequests => "Too many requests",
        InternalError => "Internal error",
        NotImplemented => "Not implemented",
        ServiceUnavailable => "Service unavailable",
        GatewayTimeout => "Timed out",
        _ => "Failed",
    };
}
