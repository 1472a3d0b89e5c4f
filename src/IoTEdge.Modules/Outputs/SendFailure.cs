namespace IoTEdge.Modules;

/// <summary>A message of a batch that was not sent.</summary>
/// <param name="Index">Its place in the batch, from zero.</param>
/// <param name="Cause">Why it was not sent.</param>
public sealed record SendFailure(int Index, Exception Cause);
