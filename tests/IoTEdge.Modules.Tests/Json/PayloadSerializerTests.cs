using System.Text.Json.Serialization;
using IoTEdge.Modules.Json;

namespace IoTEdge.Modules.Tests.Json;

/// <summary>System.Text.Json by reflection.</summary>
public sealed class ReflectionPayloadSerializerTests : SerializerTests
{
    private protected override IPayloadSerializer Serializer { get; } = new PayloadSerializer([]);

    [Fact]
    public void Number_ThatJsonLacks_IsRefusedWhenWritten() =>
        Serializer.Invoking(it => it.Serialize(new PlantReading("boiler", double.NaN))).Should().Throw<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Payload);
}

/// <summary>System.Text.Json by a source-generated context, as in a module that is compiled ahead of time.</summary>
public sealed class GeneratedPayloadSerializerTests : SerializerTests
{
    private protected override IPayloadSerializer Serializer { get; } = new PayloadSerializer([PlantContext.Default]);
}

[JsonSerializable(typeof(PlantSettings))]
[JsonSerializable(typeof(PlantReading))]
[JsonSerializable(typeof(Chain))]
[JsonSerializable(typeof(Shape))]
[JsonSerializable(typeof(Strict))]
[JsonSerializable(typeof(Broken))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class PlantContext : JsonSerializerContext;
