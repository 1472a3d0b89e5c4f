using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>Decides whether and when a process that has ended is started again, as edgeAgent does (protocol section 5.3.1). It holds no state.</summary>
internal sealed class RestartPolicyManager(RestartSettings settings)
{
    /// <summary>How long a module has to run until its restarts are forgiven.</summary>
    public TimeSpan IntensiveCare => settings.IntensiveCare;

    public RestartDecision Decide(RestartPolicy policy, int exitCode, int restartCount)
    {
        var failed = exitCode != 0;
        if (policy == RestartPolicy.Never)
            return new RestartDecision(failed ? ModuleStatus.Failed : ModuleStatus.Stopped, Delay: null, Counts: false);
        // A module that is done is started again soon and without a count, unless its policy is "always".
        if (!failed && policy != RestartPolicy.Always)
            return new RestartDecision(ModuleStatus.Stopped, settings.IdleDelay, Counts: false);
        return restartCount < settings.MaxRestartCount
            ? new RestartDecision(ModuleStatus.Backoff, CoolOff(restartCount), Counts: true)
            : new RestartDecision(ModuleStatus.Failed, Delay: null, Counts: false);
    }

    /// <summary>The pause before a restart, by the number of restarts before it: 1, 2, 4, ... units up to the limit.</summary>
    public TimeSpan CoolOff(int restartCount) =>
        settings.CoolOffUnit * Math.Min(Math.Pow(2, restartCount), settings.MaxCoolOffUnits);
}
