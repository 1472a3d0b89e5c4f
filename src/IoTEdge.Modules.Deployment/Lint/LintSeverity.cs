namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>How bad a <see cref="LintFinding"/> is.</summary>
public enum LintSeverity
{
    /// <summary>Worth a look; it may be meant.</summary>
    Hint,

    /// <summary>The route does something, but hardly what is meant.</summary>
    Warning,

    /// <summary>The route does not do what it says, or keeps all routes from being applied.</summary>
    Error,
}
