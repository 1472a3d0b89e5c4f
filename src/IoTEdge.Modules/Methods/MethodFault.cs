using System.Diagnostics.CodeAnalysis;
using IoTEdge.Modules.Methods;

namespace IoTEdge.Modules;

/// <summary>
/// A direct method that answers with an error. A handler throws it to choose the status and tell the caller why; who calls another module's method
/// catches it.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Named as the field names it: the fault of a call.")]
public sealed class MethodFault : EdgeModuleException
{
    /// <summary>Creates a fault that says what is wrong in one sentence.</summary>
    /// <param name="status">The status, by custom HTTP's numbers: 404, 409, …; not 200 to 299.</param>
    /// <param name="detail">What is wrong, for the caller to read. No secrets.</param>
    /// <param name="innerException">The cause; it is not told to the caller.</param>
    public MethodFault(int status, string detail, Exception? innerException = null)
        : this(status, new MethodProblem(MethodStatus.Title(status)) { Detail = detail }, innerException)
    {
    }

    /// <summary>Creates a fault with all that a problem-details object can carry.</summary>
    /// <param name="status">The status, by custom HTTP's numbers: 404, 409, …; not 200 to 299.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="innerException">The cause; it is not told to the caller.</param>
    public MethodFault(int status, MethodProblem problem, Exception? innerException = null)
        : base(EdgeModuleErrorReason.MethodFault, Text(status, problem), innerException)
    {
        if (status is >= 200 and <= 299) throw new ArgumentOutOfRangeException(nameof(status), status, "A fault has no status of success.");
        Status = status;
        Problem = problem;
    }

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>What is wrong.</summary>
    public MethodProblem Problem { get; }

    internal MethodResult ToResult() => new(Status, Problem.ToPayload(Status));

    private static string Text(int status, MethodProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return $"Status {status}, {problem.Title}. {problem.Detail}".TrimEnd();
    }
}
