using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Transport;

/// <summary>Gets what arrives on a connection. Calls come in order of arrival and must return quickly; the work is in the tasks.</summary>
public interface IModuleConnectionHandler
{
    /// <summary>A message arrived. The message is acknowledged when the task completes with <see langword="true"/>, in order of arrival.</summary>
    /// <param name="message">The message; its body is the handler's own.</param>
    Task<bool> OnInputAsync(EdgeMessage message);

    /// <summary>Desired properties changed.</summary>
    /// <param name="patch">The changes; the handler's own.</param>
    /// <param name="version">The version after the change.</param>
    void OnDesiredPatch(JsonObject patch, long version);

    /// <summary>A direct method is called.</summary>
    /// <param name="request">The call; its payload is the handler's own.</param>
    /// <param name="respond">Sends the answer, once; after the connection has ended it does nothing.</param>
    void OnMethod(MethodRequest request, Action<MethodResult> respond);
}
