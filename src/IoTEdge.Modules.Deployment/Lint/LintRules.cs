namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>All kinds of mistakes that <see cref="RouteLint"/> finds; docs/reference/route-lint.md explains each with an example.</summary>
public static class LintRules
{
    internal static LintRule Unreadable { get; } = new("RTE001", LintSeverity.Error, "The route cannot be read");

    internal static LintRule ConditionError { get; } = new("RTE002", LintSeverity.Error, "The condition cannot be compiled");

    internal static LintRule ConditionAfterSink { get; } = new("RTE003", LintSeverity.Error, "WHERE stands after the sink");

    internal static LintRule TextAfterSink { get; } = new("RTE004", LintSeverity.Warning, "Text after the sink is ignored");

    internal static LintRule SwallowedByComment { get; } = new("RTE005", LintSeverity.Error, "The asterisk of the source opens a comment");

    internal static LintRule UnspacedOperator { get; } = new("RTE006", LintSeverity.Warning, "An operator without blanks is part of a name");

    internal static LintRule MissingMember { get; } = new("RTE007", LintSeverity.Warning, "The condition holds where the body lacks the member");

    internal static LintRule NeverHolds { get; } = new("RTE008", LintSeverity.Warning, "The condition never holds");

    internal static LintRule AlwaysHolds { get; } = new("RTE009", LintSeverity.Warning, "The condition always holds");

    internal static LintRule SurprisingFunction { get; } = new("RTE010", LintSeverity.Warning, "is_null and is_defined of the body are not what they seem");

    internal static LintRule HiddenDate { get; } = new("RTE011", LintSeverity.Warning, "Times in the body are undefined");

    internal static LintRule UnknownSystemProperty { get; } = new("RTE012", LintSeverity.Warning, "There is no such system property");

    internal static LintRule ContentType { get; } = new("RTE013", LintSeverity.Hint, "The body is looked into only with the right content type");

    internal static LintRule WrongContentType { get; } = new("RTE014", LintSeverity.Warning, "The content type keeps routes out of the body");

    internal static LintRule UnknownMember { get; } = new("RTE015", LintSeverity.Warning, "The sender's contract has no such member");

    internal static LintRule SourceMatchesNothing { get; } = new("RTE016", LintSeverity.Warning, "The source takes nothing");

    internal static LintRule UnknownSender { get; } = new("RTE017", LintSeverity.Error, "The sender is not in the manifest");

    internal static LintRule UnknownReceiver { get; } = new("RTE018", LintSeverity.Error, "The receiver is not in the manifest");

    internal static LintRule UnknownOutput { get; } = new("RTE019", LintSeverity.Error, "The sender has no such output");

    internal static LintRule UnknownInput { get; } = new("RTE020", LintSeverity.Error, "The receiver has no such input");

    internal static LintRule Shadowed { get; } = new("RTE021", LintSeverity.Warning, "Another route makes this one needless");

    internal static LintRule Loop { get; } = new("RTE022", LintSeverity.Warning, "Messages may go round in a circle");

    internal static LintRule UnroutedOutput { get; } = new("RTE023", LintSeverity.Warning, "No route takes from the output");

    internal static LintRule UnroutedInput { get; } = new("RTE024", LintSeverity.Hint, "No route leads to the input");

    internal static LintRule StoppedReceiver { get; } = new("RTE025", LintSeverity.Warning, "The receiver does not run");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        Unreadable, ConditionError, ConditionAfterSink, TextAfterSink, SwallowedByComment, UnspacedOperator, MissingMember, NeverHolds, AlwaysHolds, SurprisingFunction,
        HiddenDate, UnknownSystemProperty, ContentType, WrongContentType, UnknownMember, SourceMatchesNothing, UnknownSender, UnknownReceiver, UnknownOutput, UnknownInput,
        Shadowed, Loop, UnroutedOutput, UnroutedInput, StoppedReceiver,
    ];
}
