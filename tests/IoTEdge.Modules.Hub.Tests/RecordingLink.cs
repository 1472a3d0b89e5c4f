using System.Text;
using System.Threading.Channels;
using IoTEdge.Modules.Hub.Sessions;

namespace IoTEdge.Modules.Hub.Tests;

/// <summary>A client's connection that writes down what the hub sends.</summary>
internal sealed class RecordingLink : IClientLink
{
    private readonly Channel<int> _arrivals = Channel.CreateBounded<int>(1000);

    public List<(ushort PacketId, string Text)> Inputs { get; } = [];

    /// <summary>What was sent to inputs: <c>input:body</c>, with <c>again</c> before what was sent before.</summary>
    public IEnumerable<string> InputTexts => Inputs.Select(input => input.Text);

    public List<string> Methods { get; } = [];

    public List<string> DesiredPatches { get; } = [];

    public string? ClosedBecause { get; private set; }

    public void SendMessage(in OutgoingMessage message)
    {
        Inputs.Add((message.DeliveryId, $"{(message.IsDuplicate ? "again " : "")}{message.Input}:{Encoding.UTF8.GetString(message.Message.Body.Span)}"));
        _arrivals.Writer.TryWrite(Inputs.Count);
    }

    /// <summary>Waits for messages that come from the store, hence from another thread.</summary>
    public async Task WaitForInputsAsync(int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            while (await _arrivals.Reader.ReadAsync(patience.Token) < count)
            {
                // The next one may be it.
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{count} messages were expected, there are {string.Join(", ", InputTexts)}.");
        }
    }

    public void SendDesiredPatch(ushort packetId, long version, ReadOnlyMemory<byte> patch) => DesiredPatches.Add(Encoding.UTF8.GetString(patch.Span));

    public void SendMethodRequest(ushort packetId, string name, string requestId, ReadOnlyMemory<byte> payload) => Methods.Add(requestId);

    public void Close(CloseCause cause, string reason) => ClosedBecause = reason;
}
