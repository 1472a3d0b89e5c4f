namespace IoTEdge.Modules.Hub.Methods;

/// <summary>How a call of a direct method ended (protocol section 3).</summary>
public enum MethodOutcome
{
    /// <summary>The module answered, with whatever status.</summary>
    Answered,

    /// <summary>The module was not connected, or had not subscribed to methods, before the connect time-out: 404.</summary>
    NotConnected,

    /// <summary>The module did not answer before the response time-out: 504.</summary>
    TimedOut,
}
