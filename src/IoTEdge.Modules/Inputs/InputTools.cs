using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Inputs;

/// <summary>What every input of a module works with.</summary>
/// <param name="Capacity">The most messages of an input that wait for their handler, and again as many that are parked.</param>
/// <param name="SendDeadLetter">Sends dead letters.</param>
/// <param name="Journal">What is known of messages beyond their run.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">Jitter.</param>
/// <param name="Logger">The log.</param>
internal sealed record InputTools(int Capacity, DeadLetterSender SendDeadLetter, InputJournal Journal, TimeProvider Time, Random Random, ILogger Logger);
