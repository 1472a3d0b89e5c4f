using System.Globalization;
using System.Text.Json;
using IoTEdge.Modules.Runtime.Certificates;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>What the workload API answers when all is well (protocol section 4.4).</summary>
internal sealed record WorkloadAnswer(int Status, Action<Utf8JsonWriter> Write)
{
    public static WorkloadAnswer Bytes(string name, byte[] bytes) => new(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBase64String(name, bytes);
        writer.WriteEndObject();
    });

    public static WorkloadAnswer Certificate(CertificateWithKey certificate) => new(StatusCodes.Status201Created, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("privateKey");
        writer.WriteString("type", "key");
        writer.WriteString("bytes", certificate.PrivateKeyPem);
        writer.WriteEndObject();
        writer.WriteString("certificate", certificate.ChainPem);
        writer.WriteString("expiration", certificate.Expiration.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    });
}
