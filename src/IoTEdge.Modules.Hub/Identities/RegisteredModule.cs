using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Identities;

/// <summary>A module's identity as the hub's registry holds it.</summary>
/// <param name="Identity">The address.</param>
/// <param name="GenerationId">Tells an identity from an earlier one of the same name.</param>
/// <param name="PrimaryKey">The key that its tokens are signed with.</param>
/// <param name="SecondaryKey">The other key, for changing the first one without a gap.</param>
/// <param name="IsEnabled">Whether it may connect.</param>
public sealed record RegisteredModule(
    ModuleIdentity Identity, string GenerationId, SharedAccessKey PrimaryKey, SharedAccessKey SecondaryKey, bool IsEnabled);
