using System.Security.Cryptography.X509Certificates;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Workload;

#region workload-certificate
public sealed class CameraServer(IWorkloadClient workload, TimeProvider time)
{
    public async Task<X509Certificate2> CertificateAsync(CancellationToken cancellationToken)
    {
        var issued = await workload.CreateServerCertificateAsync("camera.plant.example", time.GetUtcNow().AddDays(30), cancellationToken);
        return issued.ToCertificate();
    }
}
#endregion
