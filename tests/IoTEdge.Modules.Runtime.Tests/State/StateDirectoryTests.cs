using System.Runtime.Versioning;
using IoTEdge.Modules.Runtime.State;

namespace IoTEdge.Modules.Runtime.Tests.State;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Open_NewPath_MakesDirectoryForItsUserOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");

        var state = StateDirectory.Open(_temporary.NewPath());

        File.GetUnixFileMode(state.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Open_ForeignDirectory_IsRefused()
    {
        File.WriteAllText(_temporary.NewPath("thesis.txt"), "years of work");

        var open = () => StateDirectory.Open(_temporary.Path);

        open.Should().Throw<StateDirectoryException>().WithMessage($"'{_temporary.Path}' holds files that are not the runtime's.*");
    }

    [Theory]
    [InlineData("my.module")]
    [InlineData("m#1")]
    public void WorkloadSocketPath_ModuleWithASpecialCharacter_IsTheSameAfterAUri(string moduleId)
    {
        var path = StateDirectory.Open(_temporary.NewPath()).WorkloadSocketPath(moduleId);

        new Uri($"unix://{path}").LocalPath.Should().Be(path);
    }

    [Fact]
    public void Open_File_IsRefused()
    {
        var path = _temporary.NewPath("file");
        File.WriteAllText(path, "");

        var open = () => StateDirectory.Open(path);

        open.Should().Throw<StateDirectoryException>().WithMessage("*is a file*");
    }

    [Fact]
    public void Lock_HeldByAnother_IsRefusedUntilReleased()
    {
        var state = StateDirectory.Open(_temporary.NewPath());
        var first = state.Lock();

        var second = () => state.Lock().Dispose();

        second.Should().Throw<StateDirectoryException>().WithMessage("Another runtime uses*");
        first.Dispose();
        second.Should().NotThrow();
    }

    [Fact]
    public void Clear_DirectoryWithState_ForgetsItAndStaysUsable()
    {
        var state = StateDirectory.Open(_temporary.NewPath());
        using var held = state.Lock();
        File.WriteAllText(state.DatabasePath, "messages");
        File.WriteAllText(state.LogPath("sensor"), "log");

        state.Clear();

        File.Exists(state.DatabasePath).Should().BeFalse();
        File.Exists(Path.Combine(state.Path, "logs", "sensor.log")).Should().BeFalse();
        StateDirectory.Open(state.Path).Path.Should().Be(state.Path);
    }

    [Fact]
    public void HubSocketPath_DeepDirectory_IsShortAndStable()
    {
        var deep = _temporary.NewPath(Path.Combine(new string('a', 80), new string('b', 80)));

        var first = StateDirectory.Open(deep).HubSocketPath;

        first.Length.Should().BeLessThan(104);
        Directory.Exists(Path.GetDirectoryName(first)).Should().BeTrue();
        var again = StateDirectory.Open(deep);
        again.HubSocketPath.Should().Be(first);
        again.AgentSocketPath.Should().NotBe(first);
        again.Clear();
    }

    [Theory]
    [InlineData("sensor", "sensor.log")]
    [InlineData("$edgeHub", "$edgeHub.log")]
    [InlineData("..", "%2E%2E.log")]
    [InlineData("a:b*", "a%3Ab%2A.log")]
    public void LogPath_AnyModuleId_StaysInLogs(string moduleId, string fileName)
    {
        var state = StateDirectory.Open(_temporary.NewPath());

        state.LogPath(moduleId).Should().Be(Path.Combine(state.Path, "logs", fileName));
    }
}
