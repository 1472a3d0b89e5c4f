using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Basic.Reference.Assemblies;
using IoTEdge.Modules.Docs.Tests.Markdown;
using IoTEdge.Modules.Generators;
using IoTEdge.Modules.Protocol;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IoTEdge.Modules.Docs.Tests;

/// <summary>Every diagnostic has a page, and the code on it is flagged, or is not, as the page says.</summary>
public sealed partial class RuleTests
{
    private const string Usings = "global using System; global using System.Threading; global using System.Threading.Tasks; global using IoTEdge.Modules;";
    private static readonly string Project = Path.Combine(Repository.Root, "src", "IoTEdge.Modules.Generators");
    private static readonly string Source = File.ReadAllText(Path.Combine(Project, "Rules.cs")) + File.ReadAllText(Path.Combine(Project, "Analyzers", "AnalyzerRules.cs"));

    private static readonly Dictionary<string, string> Titles = Rule().Matches(Source).ToDictionary(match => match.Groups["id"].Value, match => match.Groups["title"].Value);

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
        [.. typeof(EdgeModuleGenerator).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer))).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    public static TheoryData<string> Ids => [.. Titles.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_OfARule_HasItsTitle(string id)
    {
        File.Exists(Path.Combine(Repository.Root, Page(id))).Should().BeTrue($"{Page(id)} must explain the rule");
        MarkdownPage.Read(Page(id)).Lines[0].Replace("`", "", StringComparison.Ordinal).Should().Be($"# {id}: {Titles[id]}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Page_CodeOfARule_IsFlaggedBeforeAndNotAfter(string id)
    {
        var blocks = MarkdownPage.Read(Page(id)).Blocks.Where(block => block.Language == "csharp").ToArray();
        blocks.Select(block => block.Mark).Should().Contain("flagged").And.Contain("fixed");
        foreach (var block in blocks)
            (await ProblemsAsync(block.Text)).Should().BeEquivalentTo(block.Mark == "flagged" ? [id] : Array.Empty<string>(), $"{block} says that it is {block.Mark}");
    }

    [Fact]
    public void Page_EachInTheFolder_IsOfARule() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "IOTE*.md").Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(Titles.Keys);

    [Fact]
    public void Overview_Table_HasEachRuleWithItsSeverity()
    {
        var releases = File.ReadAllLines(Path.Combine(Project, "AnalyzerReleases.Unshipped.md")).Where(line => line.StartsWith("IOTE", StringComparison.Ordinal)).Select(line => line.Split('|'))
            .Where(cells => Titles.ContainsKey(cells[0].Trim()));
        MarkdownPage.Read("docs/rules/README.md").Lines.Where(line => line.StartsWith("| [IOTE", StringComparison.Ordinal)).Select(line => string.Join('|', line.Split('|').Take(4)).Replace("`", "", StringComparison.Ordinal))
            .Should().Equal(releases.Select(cells => $"| [{cells[0].Trim()}]({cells[0].Trim()}.md) | {Titles[cells[0].Trim()]} |{cells[2]}"));
    }

    private static string Page(string id) => $"docs/rules/{id}.md";

    /// <summary>What the generator and the analyzers report, or, where that is nothing, the compiler's errors.</summary>
    private static async Task<string[]> ProblemsAsync(string code)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var compilation = CSharpCompilation.Create("Author",
            [CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(code, options)],
            [.. Net100.References.All, Reference(typeof(EdgeModuleBase)), Reference(typeof(ModuleIdentity))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new EdgeModuleGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var problems, TestContext.Current.CancellationToken);
        var found = await output.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        var ours = problems.Concat(found).Select(problem => problem.Id).Distinct().ToArray();
        return ours.Length > 0 ? ours
            : [.. output.GetDiagnostics(TestContext.Current.CancellationToken).Where(problem => problem.Severity == DiagnosticSeverity.Error).Select(problem => problem.ToString())];
    }

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);

    [GeneratedRegex("\"(?<id>IOTE\\d{3})\", \"(?<title>[^\"]+)\"")]
    private static partial Regex Rule();
}
