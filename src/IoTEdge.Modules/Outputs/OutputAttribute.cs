namespace IoTEdge.Modules;

/// <summary>Marks a partial property of type <see cref="IOutput{T}"/> as an output; its getter is generated.</summary>
/// <param name="name">The output's name, as routes address it: <c>/messages/modules/{module}/outputs/{name}</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string name) : Attribute
{
    /// <summary>The output's name.</summary>
    public string Name { get; } = name;
}
