using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>A new console project outside the repository, which takes our packages from a folder beside the machine's own sources.</summary>
internal sealed class ConsumerProject : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("consumer-").FullName;
    private readonly string _name;

    private ConsumerProject(string name) => _name = name;

    public string Folder => Path.Combine(_root, _name);

    /// <summary>The program, once it is built.</summary>
    public string ProgramPath => Path.Combine(Folder, "bin", "Debug", "net10.0", $"{_name}.dll");

    /// <summary>Does what somebody does who begins: a console project, and the package.</summary>
    public static async Task<ConsumerProject> CreateAsync(string name, PackedPackages packages, string package, CancellationToken cancellationToken)
    {
        var project = new ConsumerProject(name);
        try
        {
            project.Settings(packages.Source).Save(Path.Combine(project._root, "nuget.config"));
            await DotnetCommand.RunAsync(project._root, cancellationToken, "new", "console", "-n", name, "--no-restore");
            await DotnetCommand.RunAsync(project.Folder, cancellationToken, "add", "package", package, "--version", packages.Version);
            return project;
        }
        catch
        {
            project.Dispose();
            throw;
        }
    }

    public Task WriteAsync(string file, string text, CancellationToken cancellationToken) => File.WriteAllTextAsync(Path.Combine(Folder, file), text, cancellationToken);

    /// <summary>Builds the project; a warning fails the test, except that of a package feed that has the next version only.</summary>
    public Task BuildAsync(CancellationToken cancellationToken) =>
        DotnetCommand.RunAsync(Folder, cancellationToken, "build", "-warnaserror", "-warnnotaserror:NU1603", "-nodeReuse:false", "--disable-build-servers");

    /// <summary>Publishes the project as a native program, and gives the folder.</summary>
    public async Task<string> PublishNativeAsync(CancellationToken cancellationToken)
    {
        var output = await DotnetCommand.RunAsync(Folder, cancellationToken, "publish", "-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true", "-o", "native", "-nodeReuse:false", "--disable-build-servers");
        output.Split('\n').Should().NotContain(line => line.Contains("warning ") && !line.Contains("NU1603"), "what cannot be compiled ahead of time is warned of");
        return Path.Combine(Folder, "native");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // Our packages are unpacked into a cache that goes with the project; what the machine has already is taken from where it is.
    private XElement Settings(string source)
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named : cache;
        return new XElement("configuration",
            new XElement("packageSources", Add("local", source)),
            new XElement("config", Add("globalPackagesFolder", Path.Combine(_root, "packages"))),
            Directory.Exists(machine) ? new XElement("fallbackPackageFolders", Add("machine", machine)) : null);
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
}
