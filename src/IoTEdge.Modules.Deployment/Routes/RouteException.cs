namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>A route that cannot be used: which, where, why, and what to write instead. The only exception that parsing a route throws.</summary>
public sealed class RouteException : FormatException
{
    internal RouteException(string routeName, string text, int position, string why, string remedy)
        : base($"Route '{routeName}' is not valid at character {position}: {why} {remedy}")
    {
        RouteName = routeName;
        Text = text;
        Position = position;
        Why = why;
        Remedy = remedy;
    }

    /// <summary>The name of the route.</summary>
    public string RouteName { get; }

    /// <summary>The text of the route, as it was given.</summary>
    public string Text { get; }

    /// <summary>Where in <see cref="Text"/> the mistake is, in characters; the first is 1.</summary>
    public int Position { get; }

    /// <summary>What is wrong, as a sentence.</summary>
    public string Why { get; }

    /// <summary>What to do about it, as a sentence.</summary>
    public string Remedy { get; }
}
