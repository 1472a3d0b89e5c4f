using IoTEdge.Modules.Deployment.Routes.Conditions;
using IoTEdge.Modules.Deployment.Routes.Parsing;

namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>What stands after <c>WHERE</c> in a route (protocol section 7.4), compiled: it can be evaluated again and again, on any thread.</summary>
/// <remarks>
/// A condition that breaks the grammar is no route at all. One that fits the grammar and not the types, such as <c>temperature &gt; 20</c>
/// with a property, which is a text, is read, and has an <see cref="Error"/>: edgeHub says 200 to such a route and does not apply it.
/// </remarks>
public sealed class RouteCondition
{
    private const string Name = "(condition)";

    internal RouteCondition(string text, ConditionNode root, RouteException? error)
    {
        Text = text;
        Root = root;
        Error = error;
    }

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>Why the condition cannot be used; null when it can.</summary>
    public RouteException? Error { get; }

    internal ConditionNode Root { get; }

    /// <summary>Reads a condition that stands alone. As at edgeHub, it ends where no operator follows: what comes after is not looked at.</summary>
    /// <param name="text">The condition, without <c>WHERE</c>. An empty one is undefined for every message.</param>
    /// <exception cref="RouteException">The text is no condition.</exception>
    public static RouteCondition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lexer = new RouteLexer(text);
        if (lexer.Current.Kind == RouteTokenKind.End) return new RouteCondition(text, ConditionBuilder.Undefined(0, 0), null);
        var parser = new ConditionParser(lexer, new RouteMistakes(Name, text));
        var root = parser.Read();
        return parser.Error is { } error ? throw error : new RouteCondition(text, root, null);
    }

    /// <summary>Evaluates the condition. Allocates nothing but the texts of the body that it compares, and what functions of texts make.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it holds; null where it is undefined, which routes nothing either.</returns>
    /// <exception cref="RouteException">The condition has an <see cref="Error"/>.</exception>
    public bool? Evaluate(RouteMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Error is not null) throw new RouteException(Error.RouteName, Error.Text, Error.Position, Error.Why, Error.Remedy);
        // The word null is false; a null of the body is undefined.
        if (Root.Type == ConditionType.Null) return false;
        var value = Root.Evaluate(message);
        return value.Kind == ValueKind.Bool ? value.IsTrue : null;
    }

    /// <summary>The condition as it was written.</summary>
    public override string ToString() => Text;
}
