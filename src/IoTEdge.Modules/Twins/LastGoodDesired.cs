using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Twins;

/// <summary>The desired properties that were accepted last, on disk, so that a restart does not fall back to defaults.</summary>
internal sealed class LastGoodDesired(string? storagePath, ILogger logger)
{
    private const string FileName = "desired.json";

    /// <summary>The last accepted document; null where there is none, or it cannot be read.</summary>
    public JsonObject? Load()
    {
        if (storagePath is null) return null;
        try
        {
            var file = Path.Combine(storagePath, FileName);
            return File.Exists(file) ? TwinJson.ParseObject(File.ReadAllBytes(file), "stored desired properties") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ProtocolException)
        {
            logger.DesiredNotLoaded(exception.Message);
            return null;
        }
    }

    /// <summary>Keeps an accepted document; a failure is logged, for the module runs without it.</summary>
    public void Save(JsonObject document)
    {
        if (storagePath is null) return;
        try
        {
            Directory.CreateDirectory(storagePath);
            var file = Path.Combine(storagePath, FileName);

            // Written beside and renamed, so that a kill in between leaves the old document.
            File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(document, SdkJsonContext.Default.JsonObject));
            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.DesiredNotSaved(exception.Message);
        }
    }
}
