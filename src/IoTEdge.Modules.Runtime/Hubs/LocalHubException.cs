namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>The hub cannot start; the message says why, and what to do.</summary>
public sealed class LocalHubException : IOException
{
    internal LocalHubException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
