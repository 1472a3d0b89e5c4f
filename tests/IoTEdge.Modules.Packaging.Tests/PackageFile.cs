using System.IO.Compression;
using System.Xml.Linq;

namespace IoTEdge.Modules.Packaging.Tests;

/// <summary>What is in a package.</summary>
internal sealed record PackageFile(IReadOnlyDictionary<string, string> Texts, XElement Metadata)
{
    public IEnumerable<string> Paths => Texts.Keys;

    /// <summary>The dependencies with their versions, as <c>id version</c>.</summary>
    public IEnumerable<string> Dependencies => Elements("dependency").Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}");

    public IEnumerable<string> FrameworkReferences => Elements("frameworkReference").Select(reference => reference.Attribute("name")!.Value);

    public static PackageFile Open(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        var texts = archive.Entries.ToDictionary(entry => entry.FullName, Read);
        var nuspec = XDocument.Parse(texts.Single(text => text.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value);
        return new PackageFile(texts, nuspec.Root!.Elements().Single(element => element.Name.LocalName == "metadata"));
    }

    public string? Value(string name) => Elements(name).FirstOrDefault()?.Value;

    private IEnumerable<XElement> Elements(string name) => Metadata.Descendants().Where(element => element.Name.LocalName == name);

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
