using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using IoTEdge.Modules.Docs.Tests.Markdown;

namespace IoTEdge.Modules.Docs.Tests.Reference;

/// <summary>docs/reference/telemetry.md lists every instrument.</summary>
public sealed class MetricTests
{
    [Fact]
    public void Page_Telemetry_ListsEachInstrumentAsTheCodeHasIt()
    {
        var shown = MarkdownPage.Read("docs/reference/telemetry.md").Lines
            .SkipWhile(line => line != "## Metrics").Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        shown.Should().Equal(Instruments().Select(instrument =>
            $"| `{instrument.Name}` | {Kind(instrument)} | `{instrument.Unit}` | {instrument.Description} |"));
    }

    private static List<Instrument> Instruments()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == EdgeModuleTelemetry.MeterName) instruments.Add(instrument);
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(EdgeModuleClient).Assembly.GetType("IoTEdge.Modules.Telemetry.ModuleMetrics", throwOnError: true)!.TypeHandle);
        return [.. instruments.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    private static string Kind(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        UpDownCounter<long> => "up-down counter",
        _ => "counter",
    };
}
