namespace IoTEdge.Modules.Docs.Tests.Snippets.Outputs;

public sealed partial class Forwarder : EdgeModuleBase
{
    [Output("measurements")]
    public partial IOutput<Measurement> Measurements { get; }

    #region outputs-cloudevents
    [Output("events", CloudEvents = true, CloudEventType = "com.example.measurement")]
    public partial IOutput<Measurement> Events { get; }
    #endregion

    #region outputs-forward
    [Input("readings")]
    public Task OnReadingAsync(Measurement reading, EdgeMessage received, CancellationToken cancellationToken) =>
        Measurements.SendAsync(reading with { Celsius = Math.Round(reading.Celsius) }, message => message.CopyPropertiesFrom(received), cancellationToken);
    #endregion

    #region outputs-batch
    public async Task SendDayAsync(IReadOnlyList<Measurement> day, CancellationToken cancellationToken)
    {
        try
        {
            await Measurements.SendBatchAsync(day, cancellationToken);
        }
        catch (EdgeModuleException exception) when (exception.Failures.Count > 0)
        {
            foreach (var failure in exception.Failures) Console.WriteLine($"Not sent: {day[failure.Index]}, because {failure.Cause.Message}");
        }
    }
    #endregion
}
