namespace IoTEdge.Modules.Deployment.Lint;

internal enum MemberPresence
{
    Always,

    /// <summary>It may be missing or null, or nobody knows.</summary>
    Sometimes,
    Never,
}
