namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>The package of the runtime in a project of its own: its assembly has to find itself there when it starts again as the hub.</summary>
public sealed class RunnerTests(PackedPackages packages)
{
    private const string Manifest = """
        {
          "modulesContent": {
            "$edgeAgent": {
              "properties.desired": {
                "schemaVersion": "1.1",
                "runtime": { "type": "docker", "settings": {} },
                "systemModules": {},
                "modules": {
                  "filter": { "version": "1.0", "type": "docker", "status": "running", "restartPolicy": "never", "settings": { "image": "filter:1.0" } }
                }
              }
            },
            "$edgeHub": {
              "properties.desired": {
                "schemaVersion": "1.1",
                "routes": { "all": "FROM /messages/* INTO $upstream" },
                "storeAndForwardConfiguration": { "timeToLiveSecs": 7200 }
              }
            }
          }
        }
        """;

    private const string Module = """
        if (Environment.GetEnvironmentVariable("IOTEDGE_MODULEID") is { } module)
        {
            Console.WriteLine($"{module} is here");
            return 0;
        }

        return await IoTEdge.Modules.Runtime.RuntimeCommand.RunAsync(args);
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runner_InANewProjectWithThePackage_StartsHubAndModule()
    {
        using var project = await ConsumerProject.CreateAsync("Runner", packages, "IoTEdge.Modules.Runtime", Cancellation);
        await project.WriteAsync("Program.cs", Module, Cancellation);
        await project.WriteAsync("deployment.json", Manifest, Cancellation);
        await project.WriteAsync("images.json", """{ "images": { "filter:1.0": { "assembly": "bin/Debug/net10.0/Runner.dll" } } }""", Cancellation);
        await project.BuildAsync(Cancellation);

        var output = await DotnetCommand.RunAsync(project.Folder, Cancellation, project.ProgramPath, "--mqtt-port", "0", "--amqp-port", "0", "--for", "3s");

        output.Should().Contain("filter is here");
    }
}
