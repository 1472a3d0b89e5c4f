using IoTEdge.Modules.Deployment.Routes.Conditions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IoTEdge.Modules.Deployment.Tests.Routes.Bodies;

/// <summary>What edgeHub's own library finds in a body: an outsider that ours has to agree with.</summary>
internal static class JsonNetBody
{
    public static ConditionValue Select(string body, string path)
    {
        try
        {
            var tokens = JObject.Parse(body).SelectTokens(path).ToList();
            return tokens.Count switch
            {
                0 => ConditionValue.Missing,
                1 => ValueOf(tokens[0]),
                _ => ConditionValue.Undefined,
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            return ConditionValue.Undefined;
        }
    }

    private static ConditionValue ValueOf(JToken token) => token.Type switch
    {
        JTokenType.Boolean => ConditionValue.Of(token.Value<bool>()),
        JTokenType.Integer or JTokenType.Float => ConditionValue.OfBody(token.ToObject<double>()),
        JTokenType.String => ConditionValue.Of(token.Value<string>()),
        JTokenType.Null => ConditionValue.Null,
        _ => ConditionValue.Undefined,
    };
}
