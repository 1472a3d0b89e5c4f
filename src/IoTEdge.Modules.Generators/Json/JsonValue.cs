using System.Globalization;
using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Json;

/// <summary>A JSON value. It is equal to another of the same content, so that the compiler can tell that nothing changed.</summary>
internal abstract record JsonValue
{
    public static JsonValue True { get; } = new JsonLiteral("true");

    public static JsonValue Of(string text) => new JsonText(text);

    public static JsonValue Of(bool value) => value ? True : new JsonLiteral("false");

    public static JsonValue Of(long number) => new JsonLiteral(number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
internal sealed record JsonLiteral(string Literal) : JsonValue;

/// <summary>A string.</summary>
internal sealed record JsonText(string Text) : JsonValue;

/// <summary>An array.</summary>
internal sealed record JsonArray(EquatableArray<JsonValue> Items) : JsonValue
{
    public static JsonArray Of(IEnumerable<JsonValue> items) => new(new EquatableArray<JsonValue>(items));
}

/// <summary>A member of an object.</summary>
internal sealed record JsonMember(string Name, JsonValue Value);

/// <summary>An object; its members keep their order.</summary>
internal sealed record JsonObject(EquatableArray<JsonMember> Members) : JsonValue
{
    public JsonValue? this[string name] => Members.FirstOrDefault(member => member.Name == name)?.Value;

    /// <summary>Makes an object; a member without a value is left out.</summary>
    public static JsonObject Of(params (string Name, JsonValue? Value)[] members) =>
        new(new EquatableArray<JsonMember>(members.Where(member => member.Value is not null).Select(member => new JsonMember(member.Name, member.Value!))));

    /// <summary>The object with more members; one of the same name is replaced.</summary>
    public JsonObject With(IEnumerable<JsonMember> members)
    {
        var added = members.ToList();
        return new(new EquatableArray<JsonMember>(Members.Where(member => added.All(other => other.Name != member.Name)).Concat(added)));
    }
}
