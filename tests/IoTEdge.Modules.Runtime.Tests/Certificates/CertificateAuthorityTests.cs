using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.Tests.State;

namespace IoTEdge.Modules.Runtime.Tests.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly StateDirectory _state;

    public CertificateAuthorityTests() => _state = StateDirectory.Open(_temporary.NewPath());

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void LoadOrCreate_SecondTime_IsTheSameAuthority()
    {
        using var first = CertificateAuthority.LoadOrCreate(_state, TimeProvider.System);
        using var second = CertificateAuthority.LoadOrCreate(_state, TimeProvider.System);

        second.CertificatePem.Should().Be(first.CertificatePem).And.Be(File.ReadAllText(_state.CertificatePath));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void LoadOrCreate_NewState_KeepsTheKeyPrivate()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");

        CertificateAuthority.LoadOrCreate(_state, TimeProvider.System).Dispose();

        File.GetUnixFileMode(_state.CertificateKeyPath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void LoadOrCreate_DamagedFile_SaysWhatToDelete()
    {
        CertificateAuthority.LoadOrCreate(_state, TimeProvider.System).Dispose();
        File.WriteAllText(_state.CertificatePath, "no certificate");

        var load = () => CertificateAuthority.LoadOrCreate(_state, TimeProvider.System);

        load.Should().Throw<StateDirectoryException>().WithMessage("*Delete both*");
    }

    [Fact]
    public void IssueServerCertificate_NamesAndAddresses_ChainsToTheTrustBundleOnly()
    {
        using var authority = CertificateAuthority.LoadOrCreate(_state, TimeProvider.System);

        using var server = authority.IssueServerCertificate(["edge.local", "localhost", "127.0.0.5"]);

        server.HasPrivateKey.Should().BeTrue();
        server.MatchesHostname("edge.local").Should().BeTrue();
        server.MatchesHostname("localhost").Should().BeTrue();
        server.MatchesHostname("127.0.0.5").Should().BeTrue();
        server.MatchesHostname("127.0.0.6").Should().BeFalse();
        (server.NotAfter - server.NotBefore).Should().BeLessThan(TimeSpan.FromDays(825));
        using var root = X509Certificate2.CreateFromPem(authority.CertificatePem);
        IsTrusted(server, root).Should().BeTrue();
        using var other = new TemporaryDirectory();
        using var stranger = CertificateAuthority.LoadOrCreate(StateDirectory.Open(other.NewPath()), TimeProvider.System);
        using var strangerRoot = X509Certificate2.CreateFromPem(stranger.CertificatePem);
        IsTrusted(server, strangerRoot).Should().BeFalse();
    }

    private static bool IsTrusted(X509Certificate2 server, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        return chain.Build(server);
    }
}
