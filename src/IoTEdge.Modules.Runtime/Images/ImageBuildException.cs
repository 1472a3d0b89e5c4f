namespace IoTEdge.Modules.Runtime.Images;

/// <summary>Projects of images could not be built; the message has MSBuild's errors. Nothing was started.</summary>
public sealed class ImageBuildException : EdgeRuntimeException
{
    internal ImageBuildException(string message)
        : base(message)
    {
    }
}
