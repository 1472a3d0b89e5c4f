namespace IoTEdge.Modules.Deployment.Routes.Conditions;

/// <summary>A part of a condition whose types are checked. The tree of these is the compiled condition: never changed, and used by all threads.</summary>
internal abstract class ConditionNode(ConditionType type, int start, int end)
{
    public ConditionType Type { get; } = type;

    /// <summary>Where it begins in the text it was read from, in characters from 0.</summary>
    public int Start { get; } = start;

    /// <summary>Where it ends there.</summary>
    public int End { get; } = end;

    public virtual ReadOnlySpan<ConditionNode> Operands => [];

    /// <summary>How many nodes lie on the longest way down, this one included: what an evaluation needs of the stack.</summary>
    public virtual int Depth => 1;

    public abstract ConditionValue Evaluate(RouteMessage message);

    /// <summary>The same with other operands, as many as before and of the same types.</summary>
    public virtual ConditionNode With(ConditionNode[] operands) => this;
}
