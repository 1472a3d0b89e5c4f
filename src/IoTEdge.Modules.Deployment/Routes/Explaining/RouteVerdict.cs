namespace IoTEdge.Modules.Deployment.Routes.Explaining;

/// <summary>What a route says to a message.</summary>
public enum RouteVerdict
{
    /// <summary>It takes the message.</summary>
    Takes,

    /// <summary>Its source is another one.</summary>
    OtherSource,

    /// <summary>Its condition is false.</summary>
    ConditionFalse,

    /// <summary>Its condition is undefined, which routes nothing either.</summary>
    ConditionUndefined,

    /// <summary>Its condition cannot be compiled: a hub that is told it applies none of its routes.</summary>
    ConditionError,
}
