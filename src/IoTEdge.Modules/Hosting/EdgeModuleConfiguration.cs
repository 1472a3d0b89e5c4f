using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace IoTEdge.Modules.Hosting;

/// <summary>
/// Reads the options of a module from the section <c>EdgeModule</c>, and those of a module with a key from <c>EdgeModule:{key}</c> on top. By hand,
/// because the configuration binder reflects and stops at the first error.
/// </summary>
internal sealed class EdgeModuleConfiguration(IConfiguration configuration, string? key) : IConfigureNamedOptions<EdgeModuleOptions>
{
    public void Configure(EdgeModuleOptions options) => Configure(null, options);

    public void Configure(string? name, EdgeModuleOptions options)
    {
        if ((name ?? Options.DefaultName) != (key ?? Options.DefaultName)) return;
        var section = configuration.GetSection(EdgeModuleOptions.SectionName);
        Read(new OptionsSection(section, options.ConfigurationErrors), options);
        if (key is null) return;

        // What makes a module unlike its neighbours is not inherited from them.
        options.ConnectionString = null;
        if (options.StoragePath is not null) options.StoragePath = Path.Combine(options.StoragePath, key);
        Read(new OptionsSection(section.GetSection(key), options.ConfigurationErrors), options);
    }

    private static void Read(OptionsSection section, EdgeModuleOptions options)
    {
        options.ConnectionString = section.Text(nameof(options.ConnectionString)) ?? options.ConnectionString;
        options.StoragePath = section.Text(nameof(options.StoragePath)) ?? options.StoragePath;
        options.ReportedWindow = section.Time(nameof(options.ReportedWindow)) ?? options.ReportedWindow;
        options.DesiredAcknowledgement = section.Choice<DesiredAcknowledgement>(nameof(options.DesiredAcknowledgement)) ?? options.DesiredAcknowledgement;
        options.StopTimeout = section.Time(nameof(options.StopTimeout)) ?? options.StopTimeout;
        options.ExitOnTerminalFault = section.Flag(nameof(options.ExitOnTerminalFault)) ?? options.ExitOnTerminalFault;
        var client = options.Client;
        var clientSection = section.Section(nameof(options.Client));
        options.Client = client with
        {
            CaCertificateFile = clientSection.Text(nameof(client.CaCertificateFile)) ?? client.CaCertificateFile,
            Protocol = clientSection.Choice<HubProtocol>(nameof(client.Protocol)) ?? client.Protocol,
            TokenLifetime = clientSection.Time(nameof(client.TokenLifetime)) ?? client.TokenLifetime,
            MinReconnectDelay = clientSection.Time(nameof(client.MinReconnectDelay)) ?? client.MinReconnectDelay,
            MaxReconnectDelay = clientSection.Time(nameof(client.MaxReconnectDelay)) ?? client.MaxReconnectDelay,
            MaxRefusals = clientSection.Number(nameof(client.MaxRefusals)) ?? client.MaxRefusals,
            OperationTimeout = clientSection.Time(nameof(client.OperationTimeout)) ?? client.OperationTimeout,
            AcknowledgementTimeout = clientSection.Time(nameof(client.AcknowledgementTimeout)) ?? client.AcknowledgementTimeout,
            SendTimeout = clientSection.Time(nameof(client.SendTimeout)) ?? client.SendTimeout,
            MaxSendsInFlight = clientSection.Number(nameof(client.MaxSendsInFlight)) ?? client.MaxSendsInFlight,
            MaxInputsInFlight = clientSection.Number(nameof(client.MaxInputsInFlight)) ?? client.MaxInputsInFlight,
            HttpsPort = clientSection.Number(nameof(client.HttpsPort)) ?? client.HttpsPort,
            ModelId = clientSection.Text(nameof(client.ModelId)) ?? client.ModelId,
            ProductInfo = clientSection.Text(nameof(client.ProductInfo)) ?? client.ProductInfo,
        };
    }
}
