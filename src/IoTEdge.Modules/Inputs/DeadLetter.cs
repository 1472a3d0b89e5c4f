using System.Globalization;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Inputs;

/// <summary>Makes dead letters: the message as it came, and why it is here.</summary>
internal static class DeadLetter
{
    private const string Input = "deadletter-input";
    private const string Reason = "deadletter-reason";
    private const string Attempts = "deadletter-attempts";
    private const int MaxReason = 1024;

    /// <summary>Makes the dead letter of a message.</summary>
    public static EdgeMessage Of(EdgeMessage message, string reason)
    {
        var letter = message.Copy();
        letter.Properties[Input] = message.InputName;
        letter.Properties[Reason] = reason.Length <= MaxReason ? reason : reason[..MaxReason];
        letter.Properties[Attempts] = message.Attempt.ToString(CultureInfo.InvariantCulture);
        return letter;
    }
}
