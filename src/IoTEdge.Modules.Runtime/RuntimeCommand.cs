using System.Text;
using IoTEdge.Modules.Runtime.Consoles;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Deployments;
using IoTEdge.Modules.Runtime.Upstream;

namespace IoTEdge.Modules.Runtime;

/// <summary>A whole program around <see cref="EdgeRuntime"/>: command line, console, Ctrl+C, summary.</summary>
public static class RuntimeCommand
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int WrongUsage = 2;

    private static readonly TimeSpan LastQuestions = TimeSpan.FromSeconds(5);

    /// <summary>Runs a deployment until Ctrl+C, or for as long as <c>--for</c> says.</summary>
    /// <param name="args">The command line; <c>--help</c> prints what it can be.</param>
    /// <param name="defaults">What holds where the command line says nothing; null looks for <c>deployment.json</c> in the working directory, in the project's and beside the application.</param>
    /// <remarks>
    /// A project file can say where it is, in which configuration it was built, and whether the projects of the images were built with it, by the items
    /// <c>RuntimeHostConfigurationOption</c> named <c>IoTEdge.Modules.ProjectDirectory</c>, <c>IoTEdge.Modules.Configuration</c> and <c>IoTEdge.Modules.ImagesAreBuilt</c>.
    /// </remarks>
    /// <returns>0 after a stop in order; 1 when the deployment is wrong or does not start; 2 when the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, EdgeRuntimeOptions? defaults = null)
    {
        var options = defaults ?? ProjectDefaults.Read();
        var (settings, errors) = RunArguments.Parse(args, options with { Upstream = options.Upstream ?? UpstreamTarget.FromEnvironment() });
        var palette = new Palette(!settings.NoColor && Palette.IsTerminalColored());
        if (errors.Count > 0)
        {
            foreach (var error in errors) await Console.Error.WriteLineAsync(error).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("Use --help to see what can be asked for.").ConfigureAwait(false);
            return WrongUsage;
        }

        if (settings.Help)
        {
            PrintHelp();
            return Success;
        }

        try
        {
            await RunAsync(settings, palette).ConfigureAwait(false);
            return Success;
        }
        catch (DeploymentException exception)
        {
            ProblemReport.Print(exception, Console.Error, palette);
            return Failure;
        }
        catch (EdgeRuntimeException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return Failure;
        }
    }

    private static async Task RunAsync(RunSettings settings, Palette palette)
    {
        if (Console.IsOutputRedirected) Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var console = new RuntimeConsole(Console.Out, palette);
        using var logger = new AgentLogger(console);
        using var stop = new StopRequest(settings.Options.TimeProvider);
        var options = settings.Options with
        {
            LoggerFactory = logger,
            OnLine = line => console.WriteLine(line.Module, line.Text),
            OnStarting = runtime => RunHeader.Print(runtime, console),
        };
        if (await StartAsync(options, stop.Token).ConfigureAwait(false) is not { } runtime) return;
        await using (runtime.ConfigureAwait(false))
        {
            if (settings.For is { } duration) stop.After(duration);
            await ShowAsync(runtime, console, stop.Token).ConfigureAwait(false);
        }
    }

    private static async Task ShowAsync(EdgeRuntime runtime, RuntimeConsole console, CancellationToken stop)
    {
        var time = runtime.Options.TimeProvider;
        var start = time.GetTimestamp();
        var feed = new UpstreamFeed(runtime.Control, console, time, runtime.UpstreamStart);
        await feed.RunAsync(stop).ConfigureAwait(false);
        var elapsed = time.GetElapsedTime(start);

        await runtime.StopModulesAsync().ConfigureAwait(false);
        try
        {
            using var patience = new CancellationTokenSource(LastQuestions, time);
            await feed.DrainAsync(patience.Token).ConfigureAwait(false);
            using var statistics = await runtime.Control.GetStatisticsAsync(patience.Token).ConfigureAwait(false);
            RunSummary.Print(runtime, statistics.RootElement, feed.Count, elapsed, console);
        }
        catch (Exception exception) when (exception is HubControlException or OperationCanceledException)
        {
            console.WriteLine(RuntimeConsole.Agent, $"The hub has no summary to give: {exception.Message}");
        }
    }

    private static void PrintHelp()
    {
        Console.WriteLine("Runs an Azure IoT Edge deployment on this machine, until Ctrl+C.");
        Console.WriteLine();
        var table = new TextTable("", "");
        foreach (var option in RunOptions.All) table.Add(option.Value is null ? option.Name : $"{option.Name} <{option.Value}>", option.Description);
        foreach (var line in table.Lines()) Console.WriteLine(line);
    }

    // A stop while starting is a stop in order, too.
    private static async Task<EdgeRuntime?> StartAsync(EdgeRuntimeOptions options, CancellationToken stop)
    {
        try
        {
            return await EdgeRuntime.StartAsync(options, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
