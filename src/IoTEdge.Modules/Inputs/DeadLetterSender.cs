namespace IoTEdge.Modules.Inputs;

/// <summary>Sends the dead letter of a message and completes when the hub has it.</summary>
internal delegate Task DeadLetterSender(string output, EdgeMessage message, string reason, CancellationToken cancellationToken);
