namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>What a flow says of a link: <paramref name="LinkCredit"/> messages after the <paramref name="DeliveryCount"/>th may come.</summary>
/// <remarks>Read here because the library forgets credit when a client repeats it.</remarks>
/// <param name="DeliveryCount">How many messages the client knows of.</param>
/// <param name="LinkCredit">How many more it takes.</param>
internal readonly record struct CreditFrame(uint DeliveryCount, uint LinkCredit)
{
    /// <summary>The number of the last message that may be sent; numbers wrap around.</summary>
    public uint Limit => unchecked(DeliveryCount + LinkCredit);
}
