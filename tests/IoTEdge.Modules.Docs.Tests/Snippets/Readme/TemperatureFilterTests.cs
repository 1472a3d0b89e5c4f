namespace IoTEdge.Modules.Docs.Tests.Snippets.Readme;

// A reader's test project may be of another xUnit, which has no TestContext.
#pragma warning disable xUnit1051
#region unit-test
public sealed class TemperatureFilterTests
{
    [Fact]
    public async Task OnReading_AtTheLimit_IsNoAlert()
    {
        var module = new TemperatureFilter();
        await module.OnReadingAsync(new Reading("boiler", 25), CancellationToken.None);
        Assert.Equal(0, module.Reported.Current.Alerts);
    }

    [Fact]
    public void Reset_AfterAlerts_AnswersTheirNumber()
    {
        var module = new TemperatureFilter();
        module.Reported.Update(status => status with { Alerts = 3 });
        Assert.Equal(new ResetResult(3), module.Reset());
        Assert.Equal(0, module.Reported.Current.Alerts);
    }
}
#endregion
#pragma warning restore xUnit1051
