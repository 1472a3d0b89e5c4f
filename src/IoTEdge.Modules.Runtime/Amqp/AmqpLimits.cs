namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>What one client may ask of the hub; edgeHub's numbers where it has any (protocol section 2.1).</summary>
internal static class AmqpLimits
{
    /// <summary>The largest frame, in bytes.</summary>
    public const int MaxFrameSize = 65_536;

    /// <summary>The largest delivery that links say they take: a batch has many messages.</summary>
    public const int MaxDeliverySize = 1_048_576;

    /// <summary>The largest batch; larger ones are rejected (protocol section 2.4).</summary>
    public const int MaxBatchSize = 600 * 1024;

    /// <summary>How many messages a client may send before it hears of the first.</summary>
    public const int EventCredit = 1000;

    /// <summary>How many requests (tokens, twins, method results) a client may have waiting.</summary>
    public const int RequestCredit = 100;

    public const int MaxSessions = 256;

    public const int MaxLinksPerSession = 64;

    /// <summary>How many tokens one connection may bring: one for each identity on it.</summary>
    public const int MaxTokens = 1000;

    /// <summary>How much may be on its way to a client that has not read what it was sent before.</summary>
    public const int MaxAhead = 1024 * 1024;

    /// <summary>How many answers and notifications may wait for the client's credit.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>How often a client has to be heard of.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(2);

    /// <summary>After which silence a client is given up: half of it is what it was told.</summary>
    public static readonly TimeSpan MaxSilence = 2 * IdleTimeout;

    /// <summary>How long a client may take to read what it was sent.</summary>
    public static readonly TimeSpan MaxBlocked = TimeSpan.FromMinutes(1);

    /// <summary>How long a client may take until its first link is there.</summary>
    public static readonly TimeSpan LoginTimeout = TimeSpan.FromMinutes(1);

    /// <summary>A client that wants to hear from the hub more often than this is refused (protocol section 2.1).</summary>
    public static readonly TimeSpan MinClientIdleTimeout = TimeSpan.FromSeconds(5);
}
