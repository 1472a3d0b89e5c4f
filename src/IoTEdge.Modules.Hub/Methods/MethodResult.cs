using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Methods;

/// <summary>How a call of a direct method ended.</summary>
/// <param name="Outcome">Whether the module answered.</param>
/// <param name="Status">The module's status, when it answered; any number.</param>
/// <param name="Payload">The module's answer, JSON; null for none.</param>
/// <param name="RequestId">The id of the call; empty when it was not sent.</param>
public sealed record MethodResult(MethodOutcome Outcome, int Status, JsonNode? Payload, string RequestId);
