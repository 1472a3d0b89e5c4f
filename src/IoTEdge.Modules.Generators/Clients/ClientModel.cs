using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Clients;

/// <summary>What a contract file gives: a client for each module that has direct methods, or what is wrong with the file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Problem">Why it cannot be used, or null.</param>
/// <param name="Clients">The clients.</param>
internal sealed record ContractFileModel(string Path, string? Problem, EquatableArray<ClientModel> Clients);

/// <summary>The client of a module.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">The module's name as part of a type's name: <c>Filter</c>.</param>
/// <param name="Methods">The direct methods.</param>
/// <param name="Types">The types of requests and responses.</param>
internal sealed record ClientModel(string Namespace, string Name, EquatableArray<ClientMethod> Methods, EquatableArray<ClientType> Types);

/// <summary>A direct method.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Method">The client's method: <c>ResetAsync</c>.</param>
/// <param name="Request">The request's type, or null.</param>
/// <param name="Response">The response's type, or null.</param>
/// <param name="TakesLargePayloads">Whether payloads may be larger than hubs take.</param>
internal sealed record ClientMethod(string Name, string Method, string? Request, string? Response, bool TakesLargePayloads);

/// <summary>A record or an enumeration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Members">Its members.</param>
internal sealed record ClientType(string Name, ClientTypeKind Kind, EquatableArray<ClientMember> Members);

/// <summary>A property, or a value of an enumeration.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="JsonName">Its name in JSON; of a number its value.</param>
/// <param name="Type">A property's type.</param>
/// <param name="IsRequired">Whether a property must be there.</param>
/// <param name="Description">What it is, if the contract tells.</param>
internal sealed record ClientMember(string Name, string JsonName, string Type, bool IsRequired, string? Description);

/// <summary>What a type is.</summary>
internal enum ClientTypeKind
{
    /// <summary>An object.</summary>
    Record,

    /// <summary>An enumeration that is written as a number.</summary>
    Numbers,

    /// <summary>An enumeration that is written as a name.</summary>
    Names,
}
