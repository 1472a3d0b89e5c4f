using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Connection;

/// <summary>Who the module is, where its hub is, and what it needs to get in.</summary>
/// <param name="Identity">The module.</param>
/// <param name="HostName">The IoT hub's host name; tokens are made for it.</param>
/// <param name="Endpoint">Where to connect to.</param>
/// <param name="Tokens">Makes tokens.</param>
/// <param name="Trust">Whom to trust.</param>
internal sealed record ModuleAccess(ModuleIdentity Identity, string HostName, HostEndpoint Endpoint, ITokenSource Tokens, HubTrust Trust);
