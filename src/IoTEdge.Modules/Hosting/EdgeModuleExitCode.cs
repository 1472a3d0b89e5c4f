namespace IoTEdge.Modules;

/// <summary>The codes that the process of a hosted module ends with.</summary>
public static class EdgeModuleExitCode
{
    /// <summary>The module was asked to stop, and has stopped.</summary>
    public const int Stopped = 0;

    /// <summary>The module could not start, or its <c>ExecuteAsync</c> threw.</summary>
    public const int Failed = 1;

    /// <summary>
    /// The module was connected, and its hub does not let it in any more. <see cref="EdgeModuleOptions.ExitOnTerminalFault"/> decides whether
    /// the process ends then.
    /// </summary>
    public const int Refused = 2;
}
