using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Tests.Routes.Vectors;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

/// <summary>Conditions over messages, and what edgeHub 1.6.1 made of them.</summary>
public sealed class ConditionVectorTests
{
    public static TheoryData<string> Groups() => [.. VectorFile.Conditions.Select(Group).Distinct()];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Condition_AsEdgeHubEvaluatesIt_IsEvaluatedTheSame(string group) =>
        VectorFile.Failures(VectorFile.Conditions.Where(vector => Group(vector) == group), vector =>
        {
            var result = Evaluate(vector);
            return result == vector.Result ? null : $"{result} instead of {vector.Result}:";
        }).Should().BeEmpty();

    // "op AND bbool-str" is of the group "op AND", "fn abs arity3" of "fn abs".
    private static string Group(Vector vector)
    {
        var words = vector.Group.Split(' ');
        return words.Length > 2 && words[0] is "op" or "fn" ? $"{words[0]} {words[1]}" : vector.Group;
    }

    private static string Evaluate(Vector vector)
    {
        RouteMessage message;
        try
        {
            message = vector.Message();
        }
        catch (ArgumentException)
        {
            return "message_error";
        }

        using (message)
        {
            try
            {
                return RouteCondition.Parse(vector.Text("condition")).Evaluate(message) switch { true => "true", false => "false", null => "undefined" };
            }
            catch (RouteException)
            {
                return "error";
            }
        }
    }
}
