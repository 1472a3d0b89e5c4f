using Microsoft.CodeAnalysis.CSharp;

namespace IoTEdge.Modules.Generators.Clients;

/// <summary>Writes the types of requests and responses.</summary>
internal static class ClientTypeEmitter
{
    private const string Serialization = "global::System.Text.Json.Serialization";

    public static void Emit(CodeWriter code, ClientType type, string module)
    {
        code.Line();
        code.Line($"/// <summary>{type.Name} in the contract of {module}.</summary>");
        if (type.Kind == ClientTypeKind.Names) code.Line($"[{Serialization}.JsonConverter(typeof({Serialization}.JsonStringEnumConverter<{type.Name}>))]");
        code.Open(type.Kind == ClientTypeKind.Record ? $"public sealed record {type.Name}" : $"public enum {type.Name}{Underlying(type)}");
        for (var i = 0; i < type.Members.Count; i++)
        {
            if (i > 0) code.Line();
            if (type.Kind == ClientTypeKind.Record) EmitProperty(code, type.Members[i]);
            else EmitValue(code, type.Kind, type.Members[i]);
        }

        code.Close();
    }

    private static string Underlying(ClientType type) =>
        type.Kind == ClientTypeKind.Numbers && type.Members.Any(member => !int.TryParse(member.JsonName, out _)) ? " : long" : "";

    private static void EmitProperty(CodeWriter code, ClientMember member)
    {
        code.Line($"/// <summary>{(member.Description is null ? $"The member <c>{Xml(member.JsonName)}</c>" : Xml(member.Description))}{(member.IsRequired ? "" : "; left out where null")}.</summary>");
        code.Line($"[{Serialization}.JsonPropertyName({SymbolDisplay.FormatLiteral(member.JsonName, quote: true)})]");
        // What is left out has the module's own default.
        if (!member.IsRequired) code.Line($"[{Serialization}.JsonIgnore(Condition = {Serialization}.JsonIgnoreCondition.WhenWritingNull)]");
        code.Line($"public {(member.IsRequired ? "required " : "")}{member.Type} {member.Name} {{ get; init; }}");
    }

    private static void EmitValue(CodeWriter code, ClientTypeKind kind, ClientMember member)
    {
        code.Line($"/// <summary>The value <c>{Xml(member.JsonName)}</c>.</summary>");
        if (kind == ClientTypeKind.Names) code.Line($"[{Serialization}.JsonStringEnumMemberName({SymbolDisplay.FormatLiteral(member.JsonName, quote: true)})]");
        code.Line(kind == ClientTypeKind.Names ? $"{member.Name}," : $"{member.Name} = {member.JsonName},");
    }

    private static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace('\r', ' ').Replace('\n', ' ');
}
