using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Runtime.Supervision;

namespace IoTEdge.Modules.Runtime.Tests.Supervision;

public sealed class RestartPolicyManagerTests
{
    private readonly RestartPolicyManager _manager = new(new RestartSettings());

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 20)]
    [InlineData(2, 40)]
    [InlineData(3, 80)]
    [InlineData(4, 160)]
    [InlineData(5, 300)]
    [InlineData(19, 300)]
    [InlineData(5000, 300)]
    public void CoolOff_ByRestartsBefore_IsEdgeAgents(int restartCount, int seconds) =>
        _manager.CoolOff(restartCount).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(RestartPolicy.Never, 0, ModuleStatus.Stopped)]
    [InlineData(RestartPolicy.Never, 1, ModuleStatus.Failed)]
    public void Policy_Never_DoesNotRestart(RestartPolicy policy, int exitCode, ModuleStatus status) =>
        _manager.Decide(policy, exitCode, 0).Should().Be(new RestartDecision(status, null, false));

    [Theory]
    [InlineData(RestartPolicy.OnFailure, 1)]
    [InlineData(RestartPolicy.OnUnhealthy, 137)]
    [InlineData(RestartPolicy.Always, 1)]
    [InlineData(RestartPolicy.Always, 0)]
    public void Policy_ThatRestarts_WaitsForTheCoolOffAndCounts(RestartPolicy policy, int exitCode) =>
        _manager.Decide(policy, exitCode, 1).Should().Be(new RestartDecision(ModuleStatus.Backoff, TimeSpan.FromSeconds(20), true));

    [Theory]
    [InlineData(RestartPolicy.OnFailure)]
    [InlineData(RestartPolicy.OnUnhealthy)]
    public void Policy_OnFailure_StartsAModuleThatIsDoneAgainWithoutACount(RestartPolicy policy) =>
        _manager.Decide(policy, 0, 25).Should().Be(new RestartDecision(ModuleStatus.Stopped, TimeSpan.FromSeconds(5), false));

    [Fact]
    public void Policy_AfterTwentyRestarts_GivesUp()
    {
        _manager.Decide(RestartPolicy.Always, 1, 19).Delay.Should().NotBeNull();
        _manager.Decide(RestartPolicy.Always, 1, 20).Should().Be(new RestartDecision(ModuleStatus.Failed, null, false));
    }
}
