namespace IoTEdge.Modules.Runtime.Control;

/// <summary>The hub refused a request, or did not answer; the message says which one and why.</summary>
internal sealed class HubControlException(string message, int? status = null, Exception? innerException = null) : IOException(message, innerException)
{
    /// <summary>The HTTP status, or null when there was no answer.</summary>
    public int? Status => status;
}
