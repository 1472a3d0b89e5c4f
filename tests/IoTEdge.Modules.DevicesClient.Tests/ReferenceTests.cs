using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace IoTEdge.Modules.DevicesClient.Tests;

/// <summary>The declarations of Microsoft's client are those that the package uses, no more: what nobody uses nobody would miss when it is wrong.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Reference_EachMethodThatItDeclares_IsUsedByThePackage()
    {
        var used = Read("IoTEdge.Modules.DevicesClient.dll", static reader => reader.MemberReferences
            .Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{reader.GetString(reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name)}.{reader.GetString(member.Name)}"));
        var declared = Read("Microsoft.Azure.Devices.Client.dll", static reader => reader.MethodDefinitions
            .Select(reader.GetMethodDefinition)
            .Where(method => (method.Attributes & System.Reflection.MethodAttributes.Public) != 0)
            .Where(method => reader.GetTypeDefinition(method.GetDeclaringType()).BaseType is { IsNil: false } && !IsDelegate(reader, method))
            .Select(method => $"{reader.GetString(reader.GetTypeDefinition(method.GetDeclaringType()).Name)}.{reader.GetString(method.Name)}"));

        // Setters come with the getters of properties that are only read, constructors of base classes and exceptions with the types; a using statement calls the interface.
        declared.Where(member => !member.Contains(".get_") && !member.EndsWith(".ctor", StringComparison.Ordinal) && !member.EndsWith(".Dispose", StringComparison.Ordinal)).Except(used)
            .Should().BeEmpty();
        used.Should().Contain("ModuleClient.SetRetryPolicy", "the SDK connects again, and nobody else");
    }

    private static bool IsDelegate(MetadataReader reader, MethodDefinition method) => reader.GetString(method.Name) is "Invoke" or "BeginInvoke" or "EndInvoke";

    private static HashSet<string> Read(string file, Func<MetadataReader, IEnumerable<string>> members)
    {
        using var assembly = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, file)));
        return [.. members(assembly.GetMetadataReader())];
    }
}
