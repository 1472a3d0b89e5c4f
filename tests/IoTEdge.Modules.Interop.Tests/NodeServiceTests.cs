using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>Microsoft's service client for Node drives the hub as if it were the cloud.</summary>
public sealed class NodeServiceTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    // The client knows no port but 443.
    private static Task<HubFixture> StartHubAsync()
    {
        const int Port = 443;
        var address = LoopbackAddress.Next();
        Needs.Port(address, Port);
        return HubFixture.StartAsync(address, Port, Cancellation);
    }

    [Fact]
    public async Task Registry_OfDevices_MakesChangesListsAndDeletes()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await StartHubAsync();
        await using var service = NodeService.Start(hub);

        var made = await service.RegistryAsync("create", new JsonObject { ["deviceId"] = "leaf" });
        made!["authentication"]!["symmetricKey"]!["primaryKey"]!.GetValue<string>().Should().HaveLength(44);
        (await service.FailAsync("create", new JsonObject { ["deviceId"] = "leaf" })).Should().Be("DeviceAlreadyExistsError");

        var changed = await service.RegistryAsync("update", new JsonObject { ["deviceId"] = "leaf", ["status"] = "disabled", ["statusReason"] = "repair" });
        changed!["status"]!.GetValue<string>().Should().Be("disabled");
        (await service.RegistryAsync("get", "leaf"))!["statusReason"]!.GetValue<string>().Should().Be("repair");
        (await service.RegistryAsync("list"))!.AsArray().Select(device => device!["deviceId"]!.GetValue<string>()).Should().Equal("dev", "leaf");
        (await service.RegistryAsync("getRegistryStatistics"))!["disabledDeviceCount"]!.GetValue<int>().Should().Be(1);

        var bulk = await service.RegistryAsync("addDevices", new JsonArray(new JsonObject { ["deviceId"] = "a" }, new JsonObject { ["deviceId"] = "b" }));
        bulk!["isSuccessful"]!.GetValue<bool>().Should().BeTrue();
        await service.RegistryAsync("delete", "leaf");
        (await service.FailAsync("get", "leaf")).Should().Be("DeviceNotFoundError");
    }

    [Fact]
    public async Task Registry_OfModules_KnowsEtags()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await StartHubAsync();
        await using var service = NodeService.Start(hub);

        var first = await service.RegistryAsync("addModule", new JsonObject { ["deviceId"] = "dev", ["moduleId"] = "filter", ["managedBy"] = "me" });
        var etag = first!["etag"]!.GetValue<string>();
        await service.RegistryAsync("updateModule", new JsonObject { ["deviceId"] = "dev", ["moduleId"] = "filter", ["managedBy"] = "you", ["etag"] = etag });
        (await service.FailAsync("updateModule", new JsonObject { ["deviceId"] = "dev", ["moduleId"] = "filter", ["etag"] = etag })).Should().Be("InvalidEtagError");
        (await service.RegistryAsync("getModule", "dev", "filter"))!["managedBy"]!.GetValue<string>().Should().Be("you");
        (await service.RegistryAsync("getModulesOnDevice", "dev"))!.AsArray().Should().HaveCount(3);
        await service.RegistryAsync("removeModule", "dev", "filter");
        (await service.RegistryAsync("getModulesOnDevice", "dev"))!.AsArray().Should().HaveCount(2);
    }

    [Fact]
    public async Task Twin_PatchedByTheService_CarriesEtagsAndMetadata()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await StartHubAsync();
        await using var service = NodeService.Start(hub);
        await hub.AddModuleAsync("filter", null, Cancellation);

        var twin = await service.CallAsync(new JsonObject
        {
            ["call"] = "updateTwin", ["device"] = "dev", ["module"] = "filter",
            ["patch"] = new JsonObject { ["tags"] = new JsonObject { ["line"] = "press" }, ["properties"] = new JsonObject { ["desired"] = new JsonObject { ["max"] = 25 } } },
        });

        twin!["after"]!.GetValue<string>().Should().NotBe(twin["before"]!.GetValue<string>());
        twin["properties"]!["desired"]!["$metadata"]!["max"]!["$lastUpdatedVersion"]!.GetValue<int>().Should().Be(2);
        twin["tags"]!["line"]!.GetValue<string>().Should().Be("press");
        (await service.FailAsync("updateModuleTwin", "dev", "filter", new JsonObject { ["tags"] = new JsonObject { ["line"] = "saw" } }, twin["before"]!.DeepClone())).Should().Be("InvalidEtagError");

        var pages = await service.CallAsync(new JsonObject { ["call"] = "query", ["sql"] = "SELECT moduleId FROM devices.modules WHERE tags.line = 'press' OR is_defined(properties.reported.schemaVersion)", ["size"] = 1 });
        pages!.AsArray().Should().HaveCountGreaterThanOrEqualTo(1);
        pages.AsArray().SelectMany(page => page!.AsArray()).Select(line => line!["moduleId"]!.GetValue<string>()).Should().Contain("filter");
    }

    [Fact]
    public async Task Method_CalledByTheService_ReachesAModuleAndALeafDevice()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await StartHubAsync();
        await using var service = NodeService.Start(hub);
        await using var module = NodeModule.Start(await hub.AddModuleAsync("filter", null, Cancellation), hub.CertificatePath);
        await module.NextAsync("twin");
        var leaf = await service.RegistryAsync("create", new JsonObject { ["deviceId"] = "leaf" });
        var key = leaf!["authentication"]!["symmetricKey"]!["primaryKey"]!.GetValue<string>();
        await using var device = NodeModule.Start($"HostName=local.azure-devices.net;GatewayHostName={hub.Host}:{hub.MqttPort};DeviceId=leaf;SharedAccessKey={key}", hub.CertificatePath);
        await device.NextAsync("twin");

        var fromModule = await InvokeAsync("dev", "filter");
        var fromDevice = await InvokeAsync("leaf", null);
        var missing = await service.AskAsync(new JsonObject { ["call"] = "invoke", ["device"] = "dev", ["module"] = "$edgeAgent", ["params"] = new JsonObject { ["methodName"] = "ping" } });

        fromModule!.ToJsonString().Should().Be("""{"status":207,"payload":{"echoed":{"a":1}}}""");
        fromDevice!.ToJsonString().Should().Be("""{"status":207,"payload":{"echoed":{"a":1}}}""");
        missing["error"].Should().NotBeNull();

        Task<JsonNode?> InvokeAsync(string deviceId, string? moduleId) => service.CallAsync(new JsonObject
        {
            ["call"] = "invoke", ["device"] = deviceId, ["module"] = moduleId,
            ["params"] = new JsonObject { ["methodName"] = "echo", ["payload"] = new JsonObject { ["a"] = 1 }, ["responseTimeoutInSeconds"] = 20 },
        });
    }

    [Fact]
    public async Task Manifest_AppliedByTheService_SetsModulesRoutesAndTwins()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await StartHubAsync();
        await using var service = NodeService.Start(hub);
        var content = JsonNode.Parse("""
            {"modulesContent":{
                "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{"type":"docker","settings":{}},"systemModules":{
                    "edgeAgent":{"type":"docker","settings":{"image":"agent"}},"edgeHub":{"type":"docker","status":"running","restartPolicy":"always","settings":{"image":"hub"}}},
                    "modules":{"filter":{"type":"docker","status":"running","restartPolicy":"always","settings":{"image":"filter:1.0"}}}}},
                "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{"up":"FROM /messages/* INTO $upstream"},"storeAndForwardConfiguration":{"timeToLiveSecs":7200}}},
                "filter":{"properties.desired":{"max":25}}}}
            """);

        await service.RegistryAsync("applyConfigurationContentOnDevice", "dev", content);
        await service.RegistryAsync("addConfiguration", new JsonObject { ["id"] = "base", ["content"] = new JsonObject { ["modulesContent"] = new JsonObject() }, ["targetCondition"] = "*", ["priority"] = 1 });

        (await service.RegistryAsync("getModuleTwin", "dev", "filter"))!["properties"]!["desired"]!["max"]!.GetValue<int>().Should().Be(25);
        (await service.RegistryAsync("getModuleTwin", "dev", "$edgeHub"))!["properties"]!["reported"]!["lastDesiredStatus"]!["code"]!.GetValue<int>().Should().Be(200);
        (await service.RegistryAsync("getConfigurations"))!.AsArray().Should().ContainSingle();
        await service.RegistryAsync("removeConfiguration", "base");
    }
}
