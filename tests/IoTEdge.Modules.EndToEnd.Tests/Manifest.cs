using System.Text.Json.Nodes;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>Makes deployment manifests for tests.</summary>
internal sealed class Manifest
{
    private readonly JsonObject _modules = [];
    private readonly JsonObject _routes = [];
    private readonly JsonObject _content = [];

    public Manifest Module(string name, string image, JsonObject desired)
    {
        _modules[name] = new JsonObject
        {
            ["version"] = "1.0", ["type"] = "docker", ["status"] = "running", ["restartPolicy"] = "always",
            ["settings"] = new JsonObject { ["image"] = image, ["createOptions"] = "{}" },
        };
        _content[name] = new JsonObject { ["properties.desired"] = desired };
        return this;
    }

    public Manifest Route(string name, string text)
    {
        _routes[name] = text;
        return this;
    }

    public JsonObject Build()
    {
        var hub = new JsonObject
        {
            ["schemaVersion"] = "1.1", ["routes"] = _routes, ["storeAndForwardConfiguration"] = new JsonObject { ["timeToLiveSecs"] = 7200 },
        };
        var agent = new JsonObject
        {
            ["schemaVersion"] = "1.1",
            ["runtime"] = new JsonObject { ["type"] = "docker", ["settings"] = new JsonObject { ["minDockerVersion"] = "v1.25" } },
            ["systemModules"] = new JsonObject
            {
                ["edgeAgent"] = System("mcr.microsoft.com/azureiotedge-agent:1.5", isAgent: true),
                ["edgeHub"] = System("mcr.microsoft.com/azureiotedge-hub:1.5", isAgent: false),
            },
            ["modules"] = _modules,
        };
        _content["$edgeAgent"] = new JsonObject { ["properties.desired"] = agent };
        _content["$edgeHub"] = new JsonObject { ["properties.desired"] = hub };
        return new JsonObject { ["modulesContent"] = _content };
    }

    private static JsonObject System(string image, bool isAgent)
    {
        var module = new JsonObject { ["type"] = "docker", ["settings"] = new JsonObject { ["image"] = image, ["createOptions"] = "{}" } };
        if (!isAgent) (module["status"], module["restartPolicy"]) = ("running", "always");
        return module;
    }
}
