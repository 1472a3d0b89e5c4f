using IoTEdge.Modules.Generators.Analyzers;

namespace IoTEdge.Modules.Generators.Tests.Analyzers;

public sealed class BlockingWaitAnalyzerTests
{
    [Theory]
    [InlineData("Work().Wait();", "Work().Wait()")]
    [InlineData("Work().Wait(100, token);", "Work().Wait(100, token)")]
    [InlineData("_ = Number().Result;", "Number().Result")]
    [InlineData("_ = new ValueTask<int>(1).Result;", "new ValueTask<int>(1).Result")]
    [InlineData("Work().GetAwaiter().GetResult();", "Work().GetAwaiter().GetResult()")]
    [InlineData("Work().ConfigureAwait(false).GetAwaiter().GetResult();", "Work().ConfigureAwait(false).GetAwaiter().GetResult()")]
    [InlineData("Task.WaitAll(Work(), Work());", "Task.WaitAll(Work(), Work())")]
    [InlineData("Task.WaitAny(Work());", "Task.WaitAny(Work())")]
    [InlineData("Thread.Sleep(10);", "Thread.Sleep(10)")]
    [InlineData("var task = Number(); _ = task.Result;", "task.Result")]
    [InlineData("var task = Number(); _ = task.Result; await task;", "task.Result")]
    public async Task Handler_Waits_IsFlagged(string statement, string flagged) =>
        (await AnalyzerRun.FindAsync<BlockingWaitAnalyzer>(Module($"[Input(\"in\")] public async Task OnIn(int value, CancellationToken token) {{ {statement} await Work(); }}"))).Should().Equal(flagged);

    [Theory]
    [InlineData("await Work();")]
    [InlineData("var task = Number(); await task; _ = task.Result;")]
    [InlineData("var first = Number(); var second = Number(); await Task.WhenAll(first, second); _ = first.Result + second.Result;")]
    [InlineData("var tasks = new[] { Number(), Number() }; await Task.WhenAll(tasks); foreach (var task in tasks) _ = task.Result;")]
    [InlineData("var task = Number(); if (task.IsCompletedSuccessfully) _ = task.Result;")]
    [InlineData("await Task.Run(() => Thread.Sleep(10));")]
    [InlineData("void Later() => Thread.Sleep(10); await Task.Run(Later);")]
    [InlineData("_ = new Answer().Result; new Answer().Wait();")]
    public async Task Handler_DoesNotWait_IsNotFlagged(string statement) =>
        (await AnalyzerRun.FindAsync<BlockingWaitAnalyzer>(Module($"[Input(\"in\")] public async Task OnIn(int value, CancellationToken token) {{ {statement} await Work(); }}"))).Should().BeEmpty();

    [Theory]
    [InlineData("[Input(\"in\")] public void OnIn(int value) => Thread.Sleep(1);")]
    [InlineData("[DirectMethod(\"do\")] public int Do() { Thread.Sleep(1); return 1; }")]
    [InlineData("protected override Task OnReadyAsync(CancellationToken token) { Thread.Sleep(1); return Work(); }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken token) { Thread.Sleep(1); await Work(); }")]
    [InlineData("public static void Configure(EdgeModuleBuilder module) => module.OnInput<int>(\"in\", (value, token) => { Thread.Sleep(1); return Work(); });")]
    [InlineData("public static void Configure(EdgeModuleBuilder module) => module.OnReady(async token => { Thread.Sleep(1); await Work(); });")]
    public async Task Function_CalledByTheSdk_IsFlagged(string member) =>
        (await AnalyzerRun.FindAsync<BlockingWaitAnalyzer>(Module(member))).Should().Equal("Thread.Sleep(1)");

    [Theory]
    [InlineData("public void Other() => Thread.Sleep(1);")]
    [InlineData("public override string ToString() { Thread.Sleep(1); return \"\"; }")]
    [InlineData("public static void Configure(EdgeModuleBuilder module) => Thread.Sleep(1);")]
    [InlineData("public Thread Start() => new Thread(() => Thread.Sleep(1));")]
    public async Task Function_OfTheAuthorOnly_IsNotFlagged(string member) =>
        (await AnalyzerRun.FindAsync<BlockingWaitAnalyzer>(Module(member))).Should().BeEmpty();

    private static string Module(string member) => $$"""
        public sealed partial class Press : EdgeModuleBase
        {
            {{member}}

            private static Task Work() => Task.CompletedTask;
            private static Task<int> Number() => Task.FromResult(1);
        }

        public sealed class Answer
        {
            public int Result => 1;
            public void Wait() { }
        }
        """;
}
