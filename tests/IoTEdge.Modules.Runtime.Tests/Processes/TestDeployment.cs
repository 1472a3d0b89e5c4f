namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>A manifest and an image file on disk, whose modules all run the test program.</summary>
internal sealed class TestDeployment : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TestDeployment(params (string Name, string Behavior)[] modules)
    {
        var entries = modules.Select(module => $$"""
            "{{module.Name}}":{"type":"docker","status":"running","restartPolicy":"always","settings":{"image":"test:1"},"env":{"BEHAVIOR":{"value":"{{module.Behavior}}"} } }
            """);
        Write(string.Join(",", entries));
        _directory.File("images.json", $$""" {"images":{"test:1":{"assembly":"{{TestModule.AssemblyPath}}"} } } """);
    }

    public string StateDirectory => Path.Combine(_directory.Path, "state");

    public string ManifestPath => Path.Combine(_directory.Path, "deployment.json");

    public EdgeRuntimeOptions Options => new() { ManifestPath = ManifestPath, StateDirectory = StateDirectory, MqttPort = 0, AmqpPort = 0, CoolOff = TimeSpan.FromMilliseconds(50) };

    /// <summary>The command line of a process that runs it.</summary>
    public string[] Arguments => ["--manifest", ManifestPath, "--state", StateDirectory, "--mqtt-port", "0", "--amqp-port", "0", "--cool-off", "50ms"];

    public void Write(string modules, string route = "FROM /messages/* INTO $upstream") => _directory.File("deployment.json", $$$"""
        {"modulesContent":{
        "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{"type":"docker"},"systemModules":{},"modules":{ {{{modules}}} } }},
        "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{"all":"{{{route}}}"},"storeAndForwardConfiguration":{"timeToLiveSecs":60} }} }}
        """);

    public void Dispose() => _directory.Dispose();
}
