namespace IoTEdge.Modules;

/// <summary>What a module offers and needs: its inputs, outputs, direct methods, desired and reported properties. Immutable.</summary>
public sealed class ModuleContract
{
    internal ModuleContract(
        IReadOnlyList<InputContract> inputs, IReadOnlyList<OutputContract> outputs, IReadOnlyList<MethodContract> methods, Type? desiredType, Type? reportedType)
    {
        Inputs = inputs;
        Outputs = outputs;
        Methods = methods;
        DesiredType = desiredType;
        ReportedType = reportedType;
    }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<InputContract> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<OutputContract> Outputs { get; }

    /// <summary>The direct methods.</summary>
    public IReadOnlyList<MethodContract> Methods { get; }

    /// <summary>The type of the desired properties; <see langword="null"/> where the module follows none.</summary>
    public Type? DesiredType { get; }

    /// <summary>The type of the reported properties; <see langword="null"/> where the module reports none.</summary>
    public Type? ReportedType { get; }
}
