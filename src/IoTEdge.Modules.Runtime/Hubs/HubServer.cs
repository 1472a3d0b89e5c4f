using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.Amqp;
using IoTEdge.Modules.Runtime.Certificates;
using IoTEdge.Modules.Runtime.Https;
using IoTEdge.Modules.Runtime.Mqtt;
using IoTEdge.Modules.Runtime.State;
using IoTEdge.Modules.Runtime.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>Kestrel with the hub's doors: MQTT and AMQP over TLS and HTTPS for modules, HTTP on a Unix socket for the agent.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _certificate;

    private HubServer(WebApplication application, X509Certificate2 certificate, (int Mqtt, int Amqp, int Https) ports, TimeProvider time)
    {
        _application = application;
        _time = time;
        _certificate = certificate;
        (MqttPort, AmqpPort, HttpsPort) = ports;
    }

    public int MqttPort { get; }

    public int AmqpPort { get; }

    public int HttpsPort { get; }

    public static async Task<HubServer> StartAsync(
        LocalHubOptions options, StateDirectory state, CertificateAuthority authority, EdgeHub hub, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(options.Address, out var address))
            throw new LocalHubException($"'{options.Address}' is no IP address. Give --address one of this machine, such as 127.0.0.1.");
        var https = HttpsPortChoice.Choose(address, options.HttpsPort);
        HubServer server;
        try
        {
            server = await StartAsync(options with { HttpsPort = https.Number }, address, state, authority, hub, cancellationToken).ConfigureAwait(false);
        }
        catch (LocalHubException exception) when (options.HttpsPort is null && https.Number == HttpsPortChoice.Standard && exception.InnerException?.InnerException is AddressInUseException)
        {
            // It was free a moment ago; if another port is the taken one, this fails as well, and says so.
            https = HttpsPortChoice.Free(System.Net.Sockets.SocketError.AddressAlreadyInUse);
            server = await StartAsync(options with { HttpsPort = https.Number }, address, state, authority, hub, cancellationToken).ConfigureAwait(false);
        }

        if (https.Reason is { } reason)
            Log.HttpsElsewhere(options.LoggerFactory.CreateLogger<HubServer>(), server.HttpsPort, reason);
        return server;
    }

    private static async Task<HubServer> StartAsync(
        LocalHubOptions options, IPAddress address, StateDirectory state, CertificateAuthority authority, EdgeHub hub, CancellationToken cancellationToken)
    {
        var certificate = authority.IssueServerCertificate([options.Hub.GatewayHostName, "localhost", options.Address]);
        // An empty builder: neither environment variables nor files of the user's application change this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(options.LoggerFactory));
        builder.Services.AddSingleton(hub);
        builder.Services.AddSingleton(options.Time);
        builder.Services.AddSingleton<MqttConnectionHandler>();
        builder.Services.AddSingleton<AmqpConnectionHandler>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(Free(state.HubSocketPath), UseControl);
            kestrel.Listen(address, options.MqttPort, listen => UseStream<FirstByteHandler>(listen, certificate));
            kestrel.Listen(address, options.AmqpPort, listen => UseStream<AmqpConnectionHandler>(listen, certificate));
            kestrel.Listen(address, options.HttpsPort!.Value, listen => UseHttps(listen, certificate));
        });
        var application = builder.Build();
        var stopping = application.Lifetime.ApplicationStopping;
        var sockets = new WebSocketDoor(
            application.Services.GetRequiredService<MqttConnectionHandler>(), application.Services.GetRequiredService<AmqpConnectionHandler>(), stopping);
        var requests = new HubRequests(hub, sockets, options.LoggerFactory.CreateLogger<HubRequests>(), stopping);
        application.UseWebSockets();
        application.Run(requests.HandleAsync);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            certificate.Dispose();
            throw Explain(options, exception);
        }

        return new HubServer(application, certificate, FindPorts(application), options.Time);
    }

    public async ValueTask DisposeAsync()
    {
        // Clients are told at once; who does not listen is cut off when the time is over.
        using var patience = new CancellationTokenSource(Patience, _time);
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
    }

    private static void UseControl(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Mark(HubDoor.Control);
    }

    private static void UseHttps(ListenOptions listen, X509Certificate2 certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        UseTls(listen, certificate);
        listen.Mark(HubDoor.Https);
    }

    private static void UseStream<T>(ListenOptions listen, X509Certificate2 certificate)
        where T : ConnectionHandler
    {
        // No HTTP here, hence nothing to negotiate in the handshake.
        listen.Protocols = HttpProtocols.None;
        UseTls(listen, certificate);
        listen.UseConnectionHandler<T>();
    }

    private static void UseTls(ListenOptions listen, X509Certificate2 certificate) => listen.UseHttps(https =>
    {
        https.ServerCertificate = certificate;
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    });

    // A killed hub leaves its socket behind.
    private static string Free(string socketPath)
    {
        File.Delete(socketPath);
        return socketPath;
    }

    // In the order in which they were asked for.
    private static (int Mqtt, int Amqp, int Https) FindPorts(WebApplication application)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var ports = addresses.Where(address => address.StartsWith("https:", StringComparison.Ordinal)).Select(address => new Uri(address).Port).ToArray();
        return (ports[0], ports[1], ports[2]);
    }

    private static LocalHubException Explain(LocalHubOptions options, Exception exception) => exception.InnerException is AddressInUseException
        ? new LocalHubException($"Port {options.MqttPort} (MQTT), {options.AmqpPort} (AMQP) or {options.HttpsPort} (HTTPS) on {options.Address} is taken, perhaps by another hub. Choose others with --mqtt-port, --amqp-port and --https-port (0 takes any free one), or another address with --address.", exception)
        : new LocalHubException($"The hub cannot listen on {options.Address}:{options.MqttPort} (MQTT), {options.AmqpPort} (AMQP) or {options.HttpsPort} (HTTPS): {exception.Message}", exception);
}
