using System.Reflection;
using System.Text.RegularExpressions;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>docs/reference/options.md lists every option with its default.</summary>
public sealed partial class OptionTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/reference/options.md");

    public static TheoryData<Type> OptionTypes => [typeof(EdgeModuleOptions), typeof(EdgeModuleClientOptions)];

    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void Page_Options_ListsEachWithTheDefaultThatTheCodeHas(Type type)
    {
        var options = Activator.CreateInstance(type);
        var expected = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"| `{property.Name}` | {DefaultValue.Of(property.GetValue(options))} |");
        Rows(type.Name).Should().Equal(expected);
    }

    [Fact]
    public void Page_Environment_ListsEachVariableThatTheSdkReads()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "IoTEdge.Modules", "Connection", "ModuleEnvironment.cs"));
        var read = Variable().Matches(source).Select(match => match.Groups["name"].Value).Distinct();
        Rows("Environment of a module").Select(row => row.Split('`')[1]).Should().BeEquivalentTo(read);
    }

    /// <summary>The first two columns of the table under a heading.</summary>
    private static IEnumerable<string> Rows(string heading) => Page.Lines
        .SkipWhile(line => line != $"## {heading}").Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => string.Join('|', line.Split('|')[..3]) + "|");

    [GeneratedRegex("\"(?<name>IOTEDGE_[A-Z]+|EdgeHubConnectionString|IotHubConnectionString|EdgeModuleCACertificateFile)\"")]
    private static partial Regex Variable();
}
