using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Protocol.Tests.Sas;

public sealed class SharedAccessSignatureTests
{
    private static readonly SharedAccessKey Key = SharedAccessKey.Parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    private static readonly DateTimeOffset Expiry = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    // Computed with openssl: printf 'hub.net%%2Fdevices%%2Fd1%%2Fmodules%%2Ffilter\n1700000000' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…1f -binary | base64
    [Fact]
    public void CreateToken_KnownKey_GivesTheKnownSignature() =>
        SharedAccessSignature.CreateToken("hub.net", new ModuleIdentity("d1", "filter"), Key, Expiry)
            .Should().Be("SharedAccessSignature sr=hub.net%2Fdevices%2Fd1%2Fmodules%2Ffilter&sig=dAFaPRJghKSi4hYIH8KcFWiyqd8DSpkIH9M1KtFVp%2BA%3D&se=1700000000");

    [Fact]
    public void IsSignedWith_OtherKey_IsFalse()
    {
        var token = SharedAccessSignature.Parse(SharedAccessSignature.CreateToken("h", new ModuleIdentity("d", "m"), Key, Expiry));
        token.IsSignedWith(Key).Should().BeTrue();
        token.IsSignedWith(SharedAccessKey.Create()).Should().BeFalse();
        token.ToString().Should().Contain("sig=***");
    }

    [Fact]
    public void IsExpired_WithinTheClockSkew_IsFalse()
    {
        var token = SharedAccessSignature.Parse(SharedAccessSignature.CreateToken("h", new ModuleIdentity("d", "m"), Key, Expiry));
        token.IsExpired(Expiry + SharedAccessSignature.ClockSkew).Should().BeFalse();
        token.IsExpired(Expiry + SharedAccessSignature.ClockSkew + TimeSpan.FromSeconds(1)).Should().BeTrue();
    }

    [Theory]
    [InlineData("h%2Fdevices%2Fd%23%2Fmodules%2Fm%25", true)] // encoded once, as Node and Python do
    [InlineData("h%2Fdevices%2Fd%2523%2Fmodules%2Fm%2525", true)] // encoded twice, as C# does
    [InlineData("h%2Fdevices%2FD%23", true)] // for the device, in another case
    [InlineData("h%2Fdevices%2Fother%2Fmodules%2Fm%25", false)]
    [InlineData("h%2Fdevices%2Fd%23%2Fmodules%2Fother", false)]
    public void Covers_EncodedIds_AreUnderstood(string audience, bool covers) =>
        SasAudience.Parse(audience).Covers("d#", "m%").Should().Be(covers);

    [Theory]
    [InlineData("Bearer x", "does not begin")]
    [InlineData("SharedAccessSignature sig=AA==&se=1", "sr, the audience, is missing")]
    [InlineData("SharedAccessSignature sr=h%2Fdevices%2Fd&se=1", "sig, the signature, is missing")]
    [InlineData("SharedAccessSignature sr=h%2Fdevices%2Fd&sig=AA==", "se, the expiry, is missing")]
    [InlineData("SharedAccessSignature sr=h%2Fdevices%2Fd&sig=AA==&se=soon", "not a number")]
    [InlineData("SharedAccessSignature sr=h%2Fdevices%2Fd&sig=AA==&se=99999999999999", "not a number")]
    [InlineData("SharedAccessSignature sr=h%2Fdevices%2Fd&sr=x&sig=AA==&se=1", "sr is given twice")]
    [InlineData("SharedAccessSignature sr=h%2Fdevices%2Fd%2Fapi-version=2016&sig=AA==&se=1", "it is not {host}/devices")]
    public void Parse_BadToken_SaysWhatIsWrong(string token, string reason) =>
        FluentActions.Invoking(() => SharedAccessSignature.Parse(token)).Should().Throw<ProtocolException>().WithMessage($"*{reason}*");
}
