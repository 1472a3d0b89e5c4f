namespace IoTEdge.Modules.Hub.Configuration;

/// <summary>The desired properties of <c>$edgeHub</c> that a hub found when it started cannot be used, and there are no older ones to go on with.</summary>
/// <remarks>edgeHub stops too, and says that it "could not obtain twin" (protocol section 5.5).</remarks>
public sealed class HubConfigurationException : Exception
{
    internal HubConfigurationException(long version, string problems)
        : base($"The stored desired properties of $edgeHub, version {version}, cannot be used, and without routes every message would be lost: {problems} edgeHub does not start with them either. Start with --fresh.")
    {
    }
}
