namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>A program could not be started; the message says which and why.</summary>
internal sealed class LaunchException(string message, Exception? innerException = null) : IOException(message, innerException);
