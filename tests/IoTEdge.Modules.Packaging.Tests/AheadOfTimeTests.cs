using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>The module of the guide, compiled to a native program, which runs against a hub.</summary>
public sealed class AheadOfTimeTests(PackedPackages packages)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GuideModule_PublishedAsNativeProgram_WarnsOfNothingAndWorks()
    {
        Needs.Program("gcc");
        using var project = await ConsumerProject.CreateAsync("TemperatureFilter", packages, "IoTEdge.Modules", Cancellation);
        foreach (var page in new[] { "README.md", "docs/guides/ahead-of-time.md" })
        {
            foreach (var (file, code) in MarkdownFiles.Read(await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), Cancellation)))
                await project.WriteAsync(file, code, Cancellation);
        }

        var folder = await project.PublishNativeAsync(Cancellation);
        await project.BuildAsync(Cancellation);
        await using var hub = await HubFixture.StartAsync(Cancellation);
        foreach (var program in new[] { Path.Combine(folder, "TemperatureFilter"), project.ProgramPath })
        {
            var megabytes = await RunAsync(hub, Path.GetExtension(program) == ".dll" ? "managed" : "native", program);
            var size = new DirectoryInfo(Path.GetDirectoryName(program)!).EnumerateFiles().Where(file => file.Extension is not (".dbg" or ".pdb")).Sum(file => file.Length) / 1024.0 / 1024.0;
            TestContext.Current.TestOutputHelper!.WriteLine($"{program}: {new FileInfo(program).Length / 1024.0 / 1024.0:0.0} MiB, folder {size:0.0} MiB, memory {megabytes:0} MiB");
        }
    }

    /// <summary>Lets a module handle messages, and gives its memory after that.</summary>
    private static async Task<double> RunAsync(HubFixture hub, string name, string program)
    {
        var connection = await hub.AddModuleAsync(name, null, Cancellation);
        await using var sensor = EdgeModuleClient.CreateFromConnectionString(
            await hub.AddModuleAsync($"{name}-sensor", null, Cancellation), new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath });
        await hub.SetRoutesAsync(new JsonObject
        {
            ["readings"] = $"FROM /messages/modules/{name}-sensor/outputs/readings INTO BrokeredEndpoint(\"/modules/{name}/inputs/readings\")",
            ["alerts"] = $"FROM /messages/modules/{name}/outputs/alerts INTO $upstream",
        }, Cancellation);
        await using var module = new ModuleProcess(program, connection, hub.CertificatePath);
        await sensor.OpenAsync(Cancellation);
        var line = new FilterLine(hub, sensor);
        await line.SendAsync(20);
        for (var i = 0; i < 200; i++) await line.SendAsync(30 + i);
        (await line.WaitForAlertsAsync()).Should().StartWith(30d);
        await hub.WaitForReportedAsync(name, reported => reported["alerts"]?.GetValue<long>() == 200, Cancellation);
        return module.MemoryMiB();
    }
}
