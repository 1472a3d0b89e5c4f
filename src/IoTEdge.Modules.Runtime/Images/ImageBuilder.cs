using IoTEdge.Modules.Deployment.Images;
using IoTEdge.Modules.Runtime.Agents;
using IoTEdge.Modules.Runtime.Launching;

namespace IoTEdge.Modules.Runtime.Images;

/// <summary>Turns image sources into programs: builds what is a project, and asks MSBuild where its assembly is.</summary>
internal sealed class ImageBuilder(IProcessLauncher launcher, string directory)
{
    private const int MaxErrors = 20;

    /// <exception cref="ImageBuildException">A project does not build, or makes no program.</exception>
    public async Task<IReadOnlyDictionary<string, ModuleImage>> BuildAsync(
        IReadOnlyCollection<ImageSource> sources, string configuration, bool build, CancellationToken cancellationToken)
    {
        var projects = sources.Where(source => source.Kind == ImageKind.Project).Select(source => source.Path).Distinct().ToList();
        var programs = projects.Count == 0 ? [] : await BuildAsync(projects, configuration, build, cancellationToken).ConfigureAwait(false);
        var images = sources.Select(source => new ModuleImage(source.Name, source.Kind == ImageKind.Project ? programs.GetValueOrDefault(source.Path, "") : source.Path));
        var result = images.ToDictionary(image => image.Name);
        Check(result.Values, sources.ToDictionary(source => source.Name));
        return result;
    }

    private async Task<Dictionary<string, string>> BuildAsync(List<string> projects, string configuration, bool build, CancellationToken cancellationToken)
    {
        var projectPath = Path.Combine(directory, "images.proj");
        var resultPath = Path.Combine(directory, "images.txt");
        File.Delete(resultPath);
        await File.WriteAllTextAsync(projectPath, ImageProject.Create(projects, resultPath, build).ToString(), cancellationToken).ConfigureAwait(false);
        var output = new List<string>();
        var process = await launcher.StartAsync(new LaunchRequest
        {
            FileName = SelfCommand.DotnetPath,
            // One node: when all is built already, which it mostly is, starting more of them costs more than the build (measured: 1.9 s, not 3 s).
            Arguments = ["msbuild", projectPath, "-nologo", "-verbosity:quiet", "-nodeReuse:false", "-maxCpuCount:1", $"-property:Configuration={configuration}"],
            // Where a global.json of the modules' solution counts.
            WorkingDirectory = Path.GetDirectoryName(projects[0])!,
            Environment = InheritedEnvironment.Read(),
            OnLine = line =>
            {
                lock (output) output.Add(line.Text);
            },
        }).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            if (await process.Completion.WaitAsync(cancellationToken).ConfigureAwait(false) != 0) throw new ImageBuildException(Describe(output));
        }

        return (await File.ReadAllLinesAsync(resultPath, cancellationToken).ConfigureAwait(false))
            .Select(line => line.Split('|'))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private static void Check(IEnumerable<ModuleImage> images, Dictionary<string, ImageSource> sources)
    {
        var problems = new List<string>();
        foreach (var image in images)
        {
            var source = sources[image.Name];
            if (image.ProgramPath.Length == 0)
                problems.Add($"The image '{image.Name}': '{source.Path}' makes no single assembly. Give the project one <TargetFramework>, or name the assembly instead.");
            else if (!File.Exists(image.ProgramPath))
                problems.Add($"The image '{image.Name}': '{image.ProgramPath}' does not exist. Build the project, or leave out --no-build.");
            else if (image.IsAssembly && !File.Exists(Path.ChangeExtension(image.ProgramPath, ".runtimeconfig.json")))
                problems.Add($"The image '{image.Name}': '{image.ProgramPath}' is a library. Set <OutputType>Exe</OutputType> in its project.");
        }

        if (problems.Count > 0) throw new ImageBuildException(string.Join(Environment.NewLine, problems));
    }

    private static string Describe(List<string> output)
    {
        var errors = output.Where(line => line.Contains(": error", StringComparison.OrdinalIgnoreCase)).Select(line => line.Trim()).Distinct().ToList();
        var shown = errors.Count > 0 ? errors.Take(MaxErrors) : output.TakeLast(MaxErrors);
        return string.Join(Environment.NewLine, ["The images could not be built:", .. shown]);
    }
}
