using System.ComponentModel.DataAnnotations;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Hosting;

public sealed record Limits { [Range(0, 100)] public double Amplitude { get; init; } = 5; }
public sealed record Vibration(string Machine, double Amplitude);

internal static class HostingLambdas
{
    public static void Add(HostApplicationBuilder builder)
    {
        #region hosting-lambdas
        builder.AddEdgeModule(module =>
        {
            var alerts = module.AddOutput<Vibration>("alerts");
            var limits = module.AddDesired<Limits>();
            module.OnInput("vibrations", async (Vibration vibration, CancellationToken cancellationToken) =>
            {
                if (vibration.Amplitude > limits.Current.Amplitude) await alerts.SendAsync(vibration, cancellationToken);
            });
            module.OnMethod("limit", () => limits.Current);
        });
        #endregion
    }
}
