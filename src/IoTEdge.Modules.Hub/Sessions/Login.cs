namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>What a client says of itself when it connects.</summary>
/// <param name="ClientId"><c>{device}/{module}</c>, or <c>{device}</c> for a leaf device.</param>
/// <param name="UserName"><c>{host}/{device}/{module}/?api-version=…</c> (protocol section 1.1.2).</param>
/// <param name="Password">A shared access signature. A secret.</param>
public sealed record Login(string ClientId, string? UserName, string? Password)
{
    /// <summary>The client id only.</summary>
    public override string ToString() => ClientId;
}
