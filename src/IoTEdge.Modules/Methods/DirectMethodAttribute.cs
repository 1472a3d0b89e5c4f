namespace IoTEdge.Modules;

/// <summary>
/// Marks a method of an <see cref="EdgeModuleBase"/> as the handler of a direct method. Its first parameter is the request (read from JSON), where it
/// takes one; the <see cref="MethodRequest"/>, a <see cref="CancellationToken"/> and services may follow, which come from a scope of this call. It returns the response
/// (written as JSON), a <see cref="MethodResult"/>, nothing, or a task of either.
/// </summary>
/// <param name="name">The method's name, 1 to 100 characters.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DirectMethodAttribute(string name) : Attribute
{
    /// <summary>The method's name.</summary>
    public string Name { get; } = name;
}
