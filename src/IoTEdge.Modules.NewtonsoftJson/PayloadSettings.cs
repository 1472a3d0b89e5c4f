using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace IoTEdge.Modules.NewtonsoftJson;

/// <summary>The settings to begin with: JSON as the default serializer of the SDK writes and reads it, and nothing that a payload can abuse.</summary>
internal static class PayloadSettings
{
    private const int MaxDepth = 64;

    public static JsonSerializerSettings Create() => new()
    {
        // Not CamelCasePropertyNamesContractResolver: that one changes keys of dictionaries too, which are data.
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy() },
        Culture = CultureInfo.InvariantCulture,
        DateParseHandling = DateParseHandling.None,
        MaxDepth = MaxDepth,
        TypeNameHandling = TypeNameHandling.None,
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
        CheckAdditionalContent = true,

        // Else a list that has a default gets the twin's items after its own, and a shared default object is changed in place.
        ObjectCreationHandling = ObjectCreationHandling.Replace,
    };

    /// <summary>Refuses what would let a sender end the process or choose the code that runs in it.</summary>
    public static void Validate(JsonSerializerSettings settings)
    {
        if (settings.MaxDepth is null)
            throw Refused("MaxDepth is null, and a payload that is nested deeply enough ends the process; name a number of levels.");
        if (settings.TypeNameHandling != TypeNameHandling.None && settings.SerializationBinder is null)
            throw Refused($"TypeNameHandling is {settings.TypeNameHandling}, and a payload could make an object of any type; use a converter, or a SerializationBinder that knows the types.");
    }

    private static EdgeModuleException Refused(string why) =>
        new(EdgeModuleErrorReason.Configuration, $"The settings of AddNewtonsoftJson are refused: {why}");
}
