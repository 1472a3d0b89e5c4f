using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.State;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>What the parts of the agent share.</summary>
internal sealed record AgentContext(EdgeRuntimeOptions Options, StateDirectory State, IProcessLauncher Launcher, ILogger Logger)
{
    public TimeProvider Time => Options.TimeProvider;
}
