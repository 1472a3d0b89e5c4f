namespace IoTEdge.Modules.Deployment.Images;

/// <summary>What an image of a local runtime is made from.</summary>
public enum ImageKind
{
    /// <summary>A .NET project, which is built before it is started.</summary>
    Project,

    /// <summary>A program that is there already: a .NET assembly, or anything that the system can execute.</summary>
    Assembly,
}
