using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>The way of a newcomer: the README's module, typed into a new project that has the package, running against a hub.</summary>
public sealed class ReadmeModuleTests(PackedPackages packages)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PackageReadme_InANewProjectWithThePackage_Builds()
    {
        using var project = await ConsumerProject.CreateAsync("TemperatureFilter", packages, "IoTEdge.Modules", Cancellation);
        await TypeAsync(project, packages.Open("IoTEdge.Modules").Texts["README.md"]);
        await project.BuildAsync(Cancellation);
    }

    [Fact]
    public async Task ReadmeModule_InANewProjectWithThePackage_BuildsAndWorks()
    {
        using var project = await ConsumerProject.CreateAsync("TemperatureFilter", packages, "IoTEdge.Modules", Cancellation);
        await TypeAsync(project, await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation));
        await project.BuildAsync(Cancellation);

        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connection = await hub.AddModuleAsync("filter", null, Cancellation);
        await using var sensor = EdgeModuleClient.CreateFromConnectionString(
            await hub.AddModuleAsync("sensor", null, Cancellation), new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath });
        await hub.SetRoutesAsync(new JsonObject
        {
            ["readings"] = "FROM /messages/modules/sensor/outputs/readings INTO BrokeredEndpoint(\"/modules/filter/inputs/readings\")",
            ["alerts"] = "FROM /messages/modules/filter/outputs/alerts INTO $upstream",
        }, Cancellation);
        await using var module = new ModuleProcess(project.ProgramPath, connection, hub.CertificatePath);
        await sensor.OpenAsync(Cancellation);
        var line = new FilterLine(hub, sensor);

        // The default limit is 25: of two readings in order, the second is the first alert.
        await line.SendAsync(20);
        await line.SendAsync(30);
        (await line.WaitForAlertsAsync()).Should().Equal(30);

        // Nobody says when the new limit is in force, so the reading is sent until it counts.
        await hub.PatchDesiredAsync("filter", new JsonObject { ["maxCelsius"] = 10 }, Cancellation);
        await line.SendUntilAlertAsync(20);

        await hub.WaitForReportedAsync("filter", reported => reported["alerts"]?.GetValue<long>() >= 2, Cancellation);
        var answer = await hub.Control.SendAsync(
            HttpMethod.Post, "/twins/dev/modules/filter/methods", new JsonObject { ["methodName"] = "reset", ["responseTimeoutInSeconds"] = 30 }, Cancellation);
        answer!["status"]!.GetValue<int>().Should().Be(200);
        answer["payload"]!["alerts"]!.GetValue<long>().Should().BeGreaterThanOrEqualTo(2);
        await hub.WaitForReportedAsync("filter", reported => reported["alerts"]?.GetValue<long>() == 0, Cancellation);
    }
    private static async Task TypeAsync(ConsumerProject project, string page)
    {
        var files = MarkdownFiles.Read(page);
        files.Keys.Should().BeEquivalentTo("Program.cs", "TemperatureFilter.cs");
        foreach (var (file, code) in files) await project.WriteAsync(file, code, Cancellation);
    }
}
