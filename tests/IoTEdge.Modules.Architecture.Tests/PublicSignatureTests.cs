using System.Reflection;

namespace IoTEdge.Modules.Architecture.Tests;

/// <summary>What an author of modules sees is ours, .NET's or Microsoft.Extensions', and Polly's pipelines, which are there to be replaced; any other library can be changed without them.</summary>
public sealed class PublicSignatureTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Sdk_PublicSignatures_NameNoThirdParty()
    {
        var strangers = Product.Sdk.GetExportedTypes()
            .SelectMany(type => Named(type).Select(named => (Where: type.FullName, Type: named)))
            .Where(found => !IsKnown(found.Type.Assembly.GetName().Name!))
            .Select(found => $"{found.Where} names {found.Type.FullName}").Distinct();

        strangers.Should().BeEmpty();
    }

    [Fact]
    public void Sdk_PublicSignatures_AreFound() => Product.Sdk.GetExportedTypes().SelectMany(Named).Should().Contain(typeof(Protocol.ModuleIdentity));

    private static bool IsKnown(string assembly) =>
        PlatformAssembly.Is(assembly) || assembly is "IoTEdge.Modules" or "IoTEdge.Modules.Protocol" or "Polly.Core" || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static IEnumerable<Type> Named(Type type)
    {
        IEnumerable<Type?> direct = [type.BaseType, .. type.GetInterfaces(), .. type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints())];
        var members = type.GetMethods(Declared).Where(IsVisible).SelectMany(method => (IEnumerable<Type>)[method.ReturnType, .. Parameters(method), .. Constraints(method)])
            .Concat(type.GetConstructors(Declared).Where(IsVisible).SelectMany(Parameters))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => field.FieldType));
        return direct.OfType<Type>().Concat(members).SelectMany(Parts);
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parameters(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType);

    private static IEnumerable<Type> Constraints(MethodInfo method) => method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints());

    // List<T[]> names List, and what T stands for.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter) return [];
        return [type, .. type.GenericTypeArguments.SelectMany(Parts)];
    }
}
