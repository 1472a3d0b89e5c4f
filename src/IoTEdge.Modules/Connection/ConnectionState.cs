namespace IoTEdge.Modules;

/// <summary>The state of a client's connection: what, since when, and why.</summary>
/// <param name="Status">Whether the client is connected.</param>
/// <param name="Since">When the status began. A reason that becomes another while the status stays does not change it.</param>
/// <param name="Reason">Why the client is not connected; <see langword="null"/> where it is, or was asked to close or to renew its token.</param>
/// <param name="Detail">The reason in words, and what to do; <see langword="null"/> where there is no reason.</param>
public sealed record ConnectionState(ConnectionStatus Status, DateTimeOffset Since, EdgeModuleErrorReason? Reason = null, string? Detail = null);
