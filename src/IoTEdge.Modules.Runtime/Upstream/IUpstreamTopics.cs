using System.Diagnostics.CodeAnalysis;
using IoTEdge.Modules.Hub.Upstream;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>Which topic a message goes to at its receiver.</summary>
internal interface IUpstreamTopics
{
    /// <summary>The topic, with the message's properties in it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="reason">Why there is none.</param>
    bool TryGetTopic(UpstreamMessage message, [NotNullWhen(true)] out string? topic, [NotNullWhen(false)] out string? reason);
}
