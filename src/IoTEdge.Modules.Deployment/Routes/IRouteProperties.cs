namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>The properties of a message as conditions ask for them: by a name in any case.</summary>
public interface IRouteProperties
{
    /// <summary>Gets a property of the application.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="value">Its value, which may be null.</param>
    /// <returns>Whether it is there.</returns>
    bool TryGetProperty(string name, out string? value);

    /// <summary>Gets a system property.</summary>
    /// <param name="name">edgeHub's own name for it, such as <c>contentType</c> or <c>connectionModuleId</c>, in any case (protocol section 7.3).</param>
    /// <param name="value">Its value, which may be null.</param>
    /// <returns>Whether it is there.</returns>
    bool TryGetSystemProperty(string name, out string? value);
}
