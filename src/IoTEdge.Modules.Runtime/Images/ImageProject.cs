using System.Xml.Linq;

namespace IoTEdge.Modules.Runtime.Images;

/// <summary>The MSBuild project that builds the projects of all images in one go, so that what they share is built once.</summary>
internal static class ImageProject
{
    public static XDocument Create(IEnumerable<string> projects, string resultPath, bool build)
    {
        var target = new XElement("Target", new XAttribute("Name", "Build"));
        if (build)
        {
            // A property of its own keeps restore's evaluation from being taken for the build's, which needs the files it makes.
            target.Add(Call("Restore", new XAttribute("Properties", "ImageRestore=true"), new XAttribute("BuildInParallel", "false")));
            target.Add(Call("Build", new XAttribute("BuildInParallel", "true")));
        }

        var paths = Call("GetTargetPath");
        paths.Add(new XElement("Output", new XAttribute("TaskParameter", "TargetOutputs"), new XAttribute("ItemName", "Program")));
        target.Add(paths);
        target.Add(new XElement(
            "WriteLinesToFile",
            new XAttribute("File", Escape(resultPath)),
            new XAttribute("Lines", "@(Program->'%(MSBuildSourceProjectFile)|%(FullPath)')"),
            new XAttribute("Overwrite", "true")));
        return new XDocument(new XElement(
            "Project",
            new XElement("ItemGroup", projects.Select(project => new XElement("Image", new XAttribute("Include", Escape(project))))),
            target));
    }

    private static XElement Call(string target, params XAttribute[] attributes) =>
        new("MSBuild", new XAttribute("Projects", "@(Image)"), new XAttribute("Targets", target), attributes);

    // What MSBuild would read as a list, a property or a pattern.
    private static string Escape(string path) =>
        string.Concat(path.Select(character => "%$@();*?".Contains(character, StringComparison.Ordinal) ? $"%{(int)character:X2}" : character.ToString()));
}
