using System.Text;
using CsCheck;
using IoTEdge.Modules.Deployment.Routes.Bodies;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Tests.Routes.Bodies;

public sealed class RouteBodyTests
{
    private static readonly string[] Paths = ["x", "y", "x.y", "a[0]", "a[1].x", "a[0][0]", "*", "x.*", "a[0][*]", "a[0]['x']", "$.x", "$", "a[0][-1]", "x]", "a[99999999999]", "a[00]", "a[0][0].[0].x", "a[0]['x]']"];

    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ":", ",", "\"x\"", "\"y\"", "'a'", "a", "x", "$", "1", "-1", "0", "01", "08", "0x1F", "0x", "1.5", ".5", "1.", "1e5", "1e", "1e999", "-", "+1", "--1",
        "9223372036854775807", "9223372036854775808", "123456789012345678901234567890", "true", "false", "null", "undefined", "NaN", "Infinity", "-Infinity", "tru", "nul", "/*c*/", "//c\n", "/", "*",
        "new Date(1)", "new X (1, 'a')", "new", "(", ")", "\"2026-11-23T07:00:00Z\"", "\"\\u0041\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ud83d\\u0041\"", "\"\\n\"", "'\\''", "\"\\q\"", "\"", "'", "\\",
        "\0", " ", "\n", "\t", "\uFEFF", "\u00A0", "é",
    ];

    private static readonly Gen<string> Fragments = Gen.Int[0, Words.Length - 1].Array[0, 12].Select(indexes => string.Concat(indexes.Select(index => Words[index])));

    private static readonly Gen<string> Values = Gen.Recursive<string>((depth, value) => depth > 3
        ? Gen.Int[0, Words.Length - 1].Select(index => Words[index])
        : Gen.OneOf(
            Gen.Int[0, Words.Length - 1].Select(index => Words[index]),
            value.Array[0, 3].Select(values => $"[{string.Join(',', values)}]"),
            Gen.Select(One("x", "'y'", "\"a\"", "\"\\u0078\""), value).Array[0, 3].Select(members => $"{{{string.Join(',', members.Select(member => $"{member.Item1}:{member.Item2}"))}}}")));

    private static readonly Gen<string> DateTexts = Gen.Select(
        One("2026-11-23", "0001-01-01", "0000-01-01", "2026-02-29", "2024-02-29", "2026-13-01", "2026-11-23 "),
        One("T", "t", " "),
        One("07:00:00", "24:00:00", "24:00:01", "23:59:60", "23:60:00", "7:00:00", "07:00"),
        One("", ".", ".0", ".1234567", ".12345678", ".0000000001", ",5"),
        One("", "Z", "z", "+01:00", "+0100", "-01", "+1", "+01:", "+01:0", "+99:99", "x01:00", "Z ", "+01:00:00", "ZZ"))
        .Select((day, separator, time, fraction, zone) => day + separator + time + fraction + zone);

    [Fact]
    public void Body_OfAnyFragments_IsReadAsJsonNetReadsIt() =>
        Gen.Select(Fragments, One(Paths)).Sample((text, path) => Compare("{" + text + "}", path), iter: 50_000);

    [Fact]
    public void Body_OfAnyValues_IsReadAsJsonNetReadsIt() =>
        Gen.Select(Values, Values, One(Paths)).Sample((x, a, path) => Compare($"{{\"x\":{x},\"a\":{a}}}", path), iter: 50_000);

    [Fact]
    public void Text_LikeADate_IsOneWhereJsonNetHasADate() =>
        DateTexts.Sample(text => Compare($"{{\"x\":\"{text}\"}}", "x"), iter: 20_000);

    [Theory]
    [InlineData("/Date(1)/")]
    [InlineData("/Date(-1)/")]
    [InlineData("/Date(1+0100)/")]
    [InlineData("/Date(1-01)/")]
    [InlineData("/Date(1+1)/")]
    [InlineData("/Date(x)/")]
    [InlineData("/Date(+1)/")]
    [InlineData("/Date()/")]
    [InlineData("/Date(1)")]
    public void Text_LikeADateInMilliseconds_IsOneWhereJsonNetHasADate(string text) => Compare($"{{\"x\":\"{text}\"}}", "x");

    [Theory]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Body_NestedDeeply_IsReadAsFarAsJsonNetReadsIt(int depth) =>
        Compare($"{{\"x\":1,\"a\":{new string('[', depth)}{new string(']', depth)}}}", "x");

    [Theory]
    [InlineData("0")]
    [InlineData("[")]
    [InlineData("{\"x\":")]
    [InlineData("/*")]
    [InlineData("\\")]
    [InlineData("x:1,")]
    public void Body_ThatRepeatsOneThing_IsReadInLinearTime(string repeated) =>
        Ours("{" + string.Concat(Enumerable.Repeat(repeated, 200_000)), "x").Should().Be(ConditionValue.Undefined);

    [Fact]
    public void Body_WithManyMembersOfOneName_IsSearchedInLinearTime() =>
        Ours("{" + string.Concat(Enumerable.Repeat("x:1,", 50_000)) + "}", "*").Should().Be(ConditionValue.OfBody(1));

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void Compare(string body, string path) =>
        Ours(body, path).Should().Be(JsonNetBody.Select(body, path), "of {0} in {1}", path, body);

    private static ConditionValue Ours(string body, string path)
    {
        using var read = RouteBody.TryRead(Encoding.UTF8.GetBytes(body), "application/json", "utf-8")!;
        return read.Select(BodyPath.TryParse(path, out _)!);
    }
}
