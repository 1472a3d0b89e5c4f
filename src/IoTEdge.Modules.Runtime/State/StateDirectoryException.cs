namespace IoTEdge.Modules.Runtime.State;

/// <summary>The state directory cannot be used; the message says which one, why, and what to do.</summary>
internal sealed class StateDirectoryException : IOException
{
    public StateDirectoryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
