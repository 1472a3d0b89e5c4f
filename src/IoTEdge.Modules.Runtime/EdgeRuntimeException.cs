namespace IoTEdge.Modules.Runtime;

/// <summary>The runtime cannot start, or cannot go on; the message says why and what to do.</summary>
public class EdgeRuntimeException : Exception
{
    internal EdgeRuntimeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
