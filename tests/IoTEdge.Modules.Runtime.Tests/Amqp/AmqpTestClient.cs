using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

/// <summary>A client over AMQPNetLite's own client, over TLS: links by their addresses, tokens as a test makes them.</summary>
internal sealed class AmqpTestClient : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private const string Host = "local.azure-devices.net";
    private int _links;
    private SenderLink? _tokens;
    private ReceiverLink? _answers;

    private Session? _session;

    private AmqpTestClient(Connection connection) => Connection = connection;

    public Connection Connection { get; }

    // Begun when it is needed: the hub may refuse the connection before.
    public Session Session => _session ??= new Session(Connection);

    public static async Task<AmqpTestClient> OpenAsync(HubFixture fixture, SaslProfile? sasl = null, Open? open = null, int? port = null)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(fixture.Local.CertificatePath);
        var thumbprint = root.Thumbprint;
        var factory = new ConnectionFactory();
        factory.SSL.RemoteCertificateValidationCallback = (_, _, chain, _) => chain!.ChainElements[^1].Certificate.Thumbprint == thumbprint || chain.ChainElements.Count == 1;
        factory.SASL.Profile = sasl;
        open ??= new Open { ContainerId = "test", HostName = "localhost", MaxFrameSize = 65536, ChannelMax = 10 };
        var connection = await factory.CreateAsync(new Address("localhost", port ?? fixture.Local.AmqpPort), open).WaitAsync(Patience, HubFixture.Cancellation);
        return new AmqpTestClient(connection);
    }

    /// <summary>Opens a connection on which a module is known.</summary>
    public static async Task<AmqpTestClient> ConnectAsync(HubFixture fixture, params string[] modules)
    {
        var client = await OpenAsync(fixture);
        foreach (var module in modules)
        {
            var registered = fixture.Hub.Identities.Find(HubFixture.Identity(module)) ?? await fixture.RegisterAsync(module);
            (await client.PutTokenAsync(Token(registered))).Status.Should().Be(200);
        }

        return client;
    }

    public static string Token(RegisteredClient client, SharedAccessKey? key = null, DateTimeOffset? expiresAt = null) =>
        SharedAccessSignature.CreateToken(Host, client.Identity, key ?? client.PrimaryKey, expiresAt ?? DateTimeOffset.UtcNow.AddHours(1));

    public static Message Text(string body) => new() { BodySection = new Data { Binary = Encoding.UTF8.GetBytes(body) } };

    public async Task<(int Status, string Text)> PutTokenAsync(string token, string operation = "put-token", string type = "servicebus.windows.net:sastoken")
    {
        _tokens ??= await SenderAsync("$cbs");
        _answers ??= await ReceiverAsync("$cbs", 10);
        var id = Guid.NewGuid().ToString();
        var request = new Message(token)
        {
            Properties = new Properties { MessageId = id, To = "$cbs", ReplyTo = "cbs" },
            ApplicationProperties = new ApplicationProperties { ["operation"] = operation, ["type"] = type, ["name"] = "it does not matter" },
        };
        await _tokens.SendAsync(request, Patience);
        var answer = await ReadAsync(_answers);
        _answers.Accept(answer);
        answer.Properties.CorrelationId.Should().Be(id);
        return ((int)answer.ApplicationProperties["status-code"], (string)answer.ApplicationProperties["status-description"]);
    }

    public Task<SenderLink> EventsAsync(string module) => SenderAsync($"/devices/{HubFixture.DeviceId}/modules/{module}/messages/events");

    public Task<ReceiverLink> InputsAsync(string module, int credit = 100) => ReceiverAsync($"/devices/{HubFixture.DeviceId}/modules/{module}/messages/events", credit);

    /// <summary>Attaches a link to send on.</summary>
    /// <exception cref="AmqpException">The hub refused it.</exception>
    public async Task<SenderLink> SenderAsync(string address, Action<Attach>? change = null)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = new Source { Address = "test" }, Target = new Target { Address = address } };
        change?.Invoke(attach);
        var link = new SenderLink(Session, $"link{++_links}", attach, (_, answer) => attached.TrySetResult(answer));
        var answered = await WaitAsync(link, attached, address);
        return answered.Target is null ? throw await RefusalAsync(link) : link;
    }

    /// <summary>Attaches a link to receive on.</summary>
    /// <exception cref="AmqpException">The hub refused it.</exception>
    public async Task<ReceiverLink> ReceiverAsync(string address, int credit, Action<Attach>? change = null)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = new Source { Address = address }, Target = new Target { Address = "test" } };
        change?.Invoke(attach);
        var link = new ReceiverLink(Session, $"link{++_links}", attach, (_, answer) => attached.TrySetResult(answer));
        var answered = await WaitAsync(link, attached, address);
        if (answered.Source is null) throw await RefusalAsync(link);
        link.SetCredit(credit, credit > 0 ? CreditMode.Auto : CreditMode.Manual);
        return link;
    }

    public static async Task<Message> ReadAsync(ReceiverLink link)
    {
        var message = await link.ReceiveAsync(Patience).WaitAsync(Patience, HubFixture.Cancellation);
        message.Should().NotBeNull($"a message was expected on {link.Name}, whose error is '{link.Error}'");
        return message;
    }

    /// <summary>Waits until the hub ends a link or the connection.</summary>
    /// <returns>Why.</returns>
    public static async Task<Error?> ClosedAsync(AmqpObject closing)
    {
        var closed = new TaskCompletionSource<Error?>(TaskCreationOptions.RunContinuationsAsynchronously);
        closing.AddClosedCallback((_, error) => closed.TrySetResult(error));
        return await closed.Task.WaitAsync(Patience, HubFixture.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Connection.CloseAsync(TimeSpan.FromSeconds(2)).WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is AmqpException or TimeoutException or ObjectDisposedException)
        {
            // The hub was faster.
        }
    }

    private static async Task<Attach> WaitAsync(Link link, TaskCompletionSource<Attach> attached, string address)
    {
        link.AddClosedCallback((_, error) => attached.TrySetException(new AmqpException(error ?? new Error("test:closed"))));
        try
        {
            return await attached.Task.WaitAsync(Patience, HubFixture.Cancellation);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The attach of '{address}' was not answered; the connection's error is '{link.Session.Connection.Error}'.");
        }
    }

    private static async Task<AmqpException> RefusalAsync(Link link) => new(await ClosedAsync(link) ?? new Error("test:no-error"));
}
