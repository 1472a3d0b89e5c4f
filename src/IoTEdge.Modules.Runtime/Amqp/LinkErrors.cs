using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Hub.Sessions;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The errors that clients are told, with the conditions that Microsoft's clients know (protocol sections 2.5 and 11.3).</summary>
internal static class LinkErrors
{
    public const string ArgumentError = "com.microsoft:argument-error";

    public static Error NotAllowed(string text) => Make(ErrorCode.NotAllowed, text);

    public static Error NotFound(string text) => Make(ErrorCode.NotFound, text);

    public static Error Unauthorized(string text) => Make(ErrorCode.UnauthorizedAccess, text);

    public static Error Argument(string text) => Make(ArgumentError, text);

    public static Error TooLarge(string text) => Make(ErrorCode.MessageSizeExceeded, text);

    public static Error LimitExceeded(string text) => Make(ErrorCode.ResourceLimitExceeded, text);

    public static Error TransferLimitExceeded(string text) => Make(ErrorCode.TransferLimitExceeded, text);

    public static Error Internal(string text) => Make(ErrorCode.InternalError, text);

    public static Error Stolen(string text) => Make(ErrorCode.Stolen, text);

    /// <summary>Clients come back at once.</summary>
    public static Error Detached(string text) => Make(ErrorCode.DetachForced, text);

    public static Error ConnectionForced(string text) => Make(ErrorCode.ConnectionForced, text);

    public static Error Of(CloseCause cause, string reason) => cause switch
    {
        // A client that is told so does not come back, and so does not take over in its turn.
        CloseCause.TakenOver => Stolen(reason),
        CloseCause.Revoked => Unauthorized(reason),
        _ => Detached(reason),
    };

    private static Error Make(string condition, string text) => new(new Symbol(condition)) { Description = text };
}
