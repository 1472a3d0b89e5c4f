using System.Text.Json.Nodes;
using IoTEdge.Modules.Packaging.Tests;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>All packages of this repository, made once for all tests, in a folder that ends with them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("packages-").FullName;

    /// <summary>A version that no other run has, so that no cache can serve an older package.</summary>
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():n}";

    /// <summary>The folder with the packages, to be used as a package source.</summary>
    public string Source => Path.Combine(_folder, "source");

    public IEnumerable<string> Ids =>
        Directory.EnumerateFiles(Source, "*.nupkg").Select(path => Path.GetFileName(path).Replace($".{Version}.nupkg", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    internal PackageFile Open(string id) => PackageFile.Open(Path.Combine(Source, $"{id}.{Version}.nupkg"));

    internal PackageFile OpenSymbols(string id) => PackageFile.Open(Path.Combine(Source, $"{id}.{Version}.snupkg"));

    public async ValueTask InitializeAsync()
    {
        var solution = Path.Combine(_folder, "Packages.slnf");
        await File.WriteAllTextAsync(solution, Filter().ToJsonString());
        // Everything that a build writes goes below the temporary folder: neither the outputs of this run nor the lock files change.
        await DotnetCommand.RunAsync(Repository.Root, CancellationToken.None,
            "pack", solution, "--output", Source, "-warnaserror", "-nodeReuse:false", "--disable-build-servers",
            $"-p:Version={Version}", $"-p:ArtifactsPath={Path.Combine(_folder, "artifacts")}",
            "-p:RestorePackagesWithLockFile=false", $"-p:NuGetLockFilePath={Path.Combine(_folder, "none.lock.json")}");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    // A solution filter separates folders by backslashes on every system.
    private static JsonObject Filter()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('/', '\\'));
        return new JsonObject
        {
            ["solution"] = new JsonObject
            {
                ["path"] = Path.Combine(Repository.Root, "IoTEdge.Modules.sln"),
                ["projects"] = new JsonArray([.. projects.Select(project => JsonValue.Create(project))]),
            },
        };
    }
}
