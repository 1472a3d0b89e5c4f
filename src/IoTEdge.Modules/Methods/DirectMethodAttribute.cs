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

    /// <summary>How many calls may run at a time; further ones wait for their turn.</summary>
    /// <value>Default 0: as many as the module takes. See <see cref="MethodPolicy.Concurrency"/>.</value>
    public int Concurrency { get; set; }

    /// <summary>How many seconds a call may take until it is cancelled and answered with status 504.</summary>
    /// <value>Default 300. See <see cref="MethodPolicy.Timeout"/>.</value>
    public double TimeoutSeconds { get; set; } = 300;

    /// <summary>Whether requests and answers may be larger than the 128 KiB of hubs.</summary>
    /// <value>Default <see langword="false"/>. See <see cref="MethodPolicy.LargePayloads"/>.</value>
    public bool LargePayloads { get; set; }
}
