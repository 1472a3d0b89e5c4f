namespace IoTEdge.Modules.Connection;

/// <summary>A token and its end. <see cref="ToString"/> does not show it.</summary>
/// <param name="Value">The token. A secret.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal readonly record struct SasToken(string Value, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"token until {ExpiresAt:o}";
}
