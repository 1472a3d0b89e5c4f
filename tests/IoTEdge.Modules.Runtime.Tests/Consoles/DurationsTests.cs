using IoTEdge.Modules.Runtime.Consoles;

namespace IoTEdge.Modules.Runtime.Tests.Consoles;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("20s", 20)]
    [InlineData("20", 20)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    public void Duration_WithAUnit_IsRead(string text, double seconds) => Durations.Parse(text).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("0")]
    [InlineData("1e99h")]
    [InlineData("99999h")]
    [InlineData("NaN")]
    public void Duration_ThatIsNone_IsRefused(string text) => ((Action)(() => Durations.Parse(text))).Should().Throw<FormatException>();
}
