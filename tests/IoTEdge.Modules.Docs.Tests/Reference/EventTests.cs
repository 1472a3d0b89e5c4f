using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>docs/reference/events.md lists every log event.</summary>
public sealed class EventTests
{
    [Fact]
    public void Event_EachId_IsUsedOnce() =>
        EventTable.Read().GroupBy(found => found.Event.EventId).Where(group => group.Count() > 1).Select(group => group.Key).Should().BeEmpty();

    [Fact]
    public void Page_Events_ListsEachAsTheCodeHasIt()
    {
        var shown = MarkdownPage.Read("docs/reference/events.md").Lines.SkipWhile(line => line != "## All of them").Where(line => line.StartsWith('|'));
        var expected = EventTable.Lines();
        if (!shown.SequenceEqual(expected)) Assert.Fail($"The table of docs/reference/events.md must be\n{string.Join('\n', expected)}\n");
    }
}
