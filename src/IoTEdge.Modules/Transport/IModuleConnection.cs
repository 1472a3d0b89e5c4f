using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Transport;

/// <summary>One connection to a hub. It lives once and never reconnects. Thread-safe; disposing says goodbye and closes.</summary>
public interface IModuleConnection : IAsyncDisposable
{
    /// <summary>Completes when the connection has ended, with the reason, or <see langword="null"/> when it was disposed. Never fails.</summary>
    Task<EdgeModuleException?> Closed { get; }

    /// <summary>
    /// Sends a message. When the call returns the message has its place in the order; the task completes when the hub has acknowledged it,
    /// and fails when the connection ends before.
    /// </summary>
    /// <param name="properties">System and application properties.</param>
    /// <param name="body">The body; must not change before the task has completed.</param>
    Task SendEventAsync(PropertyBag properties, ReadOnlyMemory<byte> body);

    /// <summary>Adds subscriptions; those that are there already are kept.</summary>
    /// <param name="subscriptions">What to listen to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SubscribeAsync(ModuleSubscriptions subscriptions, CancellationToken cancellationToken);

    /// <summary>Gets the twin.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken);

    /// <summary>Changes reported properties.</summary>
    /// <param name="patch">The patch; null removes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task PatchReportedAsync(JsonObject patch, CancellationToken cancellationToken);
}
