using System.Text;
using CsCheck;
using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Deployment.Tests.Manifests;

public sealed class ManifestPropertyTests
{
    private static readonly byte[] Document = Encoding.UTF8.GetBytes(ManifestText.With(
        routes: """{"r":{"route":"FROM /messages/modules/a/* INTO $upstream","priority":1}}""", twins: """ "a":{"properties.desired":{"x":{"y":[1,"é"]}}}"""));

    [Fact]
    public void Manifest_WithAnyByteChanged_IsReadOrHasProblems() =>
        Gen.Select(Gen.Int[0, Document.Length - 1], Gen.Byte, Gen.Int[0, 2]).Sample((index, value, kind) =>
        {
            byte[] changed = kind switch
            {
                0 => [.. Document[..index], value, .. Document[(index + 1)..]],
                1 => [.. Document[..index], .. Document[(index + 1)..]],
                _ => [.. Document[..index], value, .. Document[index..]],
            };
            var result = DeploymentManifest.Parse(changed);
            (result.IsValid || result.Problems.Count > 0).Should().BeTrue();
        }, iter: 10_000);

    [Fact]
    public void Manifest_OfAnyBytes_IsRefusedWithAProblem() =>
        Gen.Byte.Array[0, 200].Sample(bytes => DeploymentManifest.Parse(bytes).Problems.Should().NotBeEmpty());

    [Fact]
    public void Manifest_NestedWithoutEnd_IsRefusedWithAProblem() =>
        DeploymentManifest.Parse(new string('[', 1_000_000)).Problems.Should().ContainSingle();
}
