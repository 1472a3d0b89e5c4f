namespace IoTEdge.Modules;

/// <summary>The desired properties of a module that is made of lambdas.</summary>
/// <typeparam name="T">Their type.</typeparam>
public interface IDesired<out T>
{
    /// <summary>The desired properties in force. Replaced as a whole, so keep it in a local where two reads must agree.</summary>
    T Current { get; }
}
