using System.Reflection;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>docs/reference/exit-codes.md lists every code.</summary>
public sealed class ExitCodeTests
{
    [Fact]
    public void Page_ExitCodes_ListsEachAsTheCodeHasIt()
    {
        var shown = MarkdownPage.Read("docs/reference/exit-codes.md").Lines
            .Where(line => line.Length > 2 && line[0] == '|' && char.IsDigit(line[2])).Select(line => string.Join('|', line.Split('|')[..3]));
        var codes = typeof(EdgeModuleExitCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (Code: (int)field.GetRawConstantValue()!, field.Name)).OrderBy(code => code.Code);
        shown.Should().Equal(codes.Select(code => $"| {code.Code} | `{code.Name}` "));
    }
}
