using System.Diagnostics.CodeAnalysis;
using IoTEdge.Modules.NewtonsoftJson;
using Newtonsoft.Json;

namespace IoTEdge.Modules;

/// <summary>Puts Newtonsoft.Json in the place of System.Text.Json.</summary>
public static class NewtonsoftJsonExtensions
{
    /// <summary>
    /// Reads and writes payloads, twins and direct methods with Newtonsoft.Json, so that its attributes and converters count. To begin with,
    /// names are camelCase and keys of dictionaries as they are; a date within a text stays a text; nesting is bounded at 64 levels; a
    /// collection is replaced, not added to; the culture is the invariant one; and no payload can name a type.
    /// </summary>
    /// <param name="options">The module's options.</param>
    /// <param name="configure">Changes the settings: adds converters, another naming strategy. <see cref="JsonConvert.DefaultSettings"/> are not looked at.</param>
    /// <returns>The options.</returns>
    /// <exception cref="EdgeModuleException">
    /// <see cref="JsonSerializerSettings.MaxDepth"/> was taken away, or <see cref="JsonSerializerSettings.TypeNameHandling"/> lets payloads name any type.
    /// </exception>
    [RequiresUnreferencedCode("Newtonsoft.Json finds members by reflection, and a trimmed program may lack them. System.Text.Json with JsonContexts can be trimmed.")]
    [RequiresDynamicCode("Newtonsoft.Json makes code at run time. System.Text.Json with JsonContexts can be compiled ahead of time.")]
    public static EdgeModuleOptions AddNewtonsoftJson(this EdgeModuleOptions options, Action<JsonSerializerSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = PayloadSettings.Create();
        configure?.Invoke(settings);
        PayloadSettings.Validate(settings);
        options.Serializer = new NewtonsoftPayloadSerializer(settings);
        return options;
    }
}
