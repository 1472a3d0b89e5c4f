using CsCheck;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Protocol.Tests.Messages;

public sealed class PropertyBagTests
{
    [Fact]
    public void Format_AnyText_ComesBack()
    {
        var text = Gen.String[Gen.Char["ab=&%$/+# é€"], 0, 12];
        Gen.Dictionary(text.Where(key => key.Length > 0), text.Null())[0, 40].Sample(pairs =>
        {
            var bag = new PropertyBag();
            foreach (var (key, value) in pairs) bag[key] = value;
            var segment = bag.Format();
            return !segment.AsSpan().ContainsAny("/+#") && PropertyBag.Parse(segment).SequenceEqual(bag);
        });
    }

    [Fact]
    public void Parse_NullEmptyAndValue_AreThreeThings() =>
        PropertyBag.Parse("a&b=&c=1").Should().Equal(new("a", null), new("b", ""), new KeyValuePair<string, string?>("c", "1"));

    [Theory]
    [InlineData("a=1&a=2", "occurs twice")]
    [InlineData("=1", "no name")]
    [InlineData("a=1&&b=2", "no name")]
    [InlineData("a=b=c", "encode it as %3D")]
    [InlineData("a=%zz", "not followed by two hexadecimal digits")]
    [InlineData("a=%ff", "not UTF-8")]
    public void Parse_BadSegment_SaysWhatAndWhere(string segment, string reason) =>
        FluentActions.Invoking(() => PropertyBag.Parse(segment)).Should().Throw<ProtocolException>().WithMessage($"*position*{reason}*");

    [Fact]
    public void Parse_ManyProperties_KeepsOrderAndFindsTwins()
    {
        var segment = string.Join('&', Enumerable.Range(0, 5000).Select(i => $"k{i}={i}"));
        PropertyBag.Parse(segment)["k4999"].Should().Be("4999");
        FluentActions.Invoking(() => PropertyBag.Parse(segment + "&k17=x")).Should().Throw<ProtocolException>();
    }
}
