using Amqp;
using Amqp.Framing;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The node <c>$cbs</c>, where clients put tokens (protocol section 2.2).</summary>
/// <param name="put">Takes a token; gives the status and its text.</param>
internal sealed class CbsNode(Func<string, (int Status, string Text)> put)
{
    private const int BadRequest = 400;

    private ReceiverEnd? _requests;
    private AnswerSender? _answers;

    public void Attach(LinkEnd end)
    {
        if (end is ReceiverEnd requests)
        {
            _requests?.Detach(LinkErrors.Stolen("Another link to $cbs took over."));
            _requests = requests;
            requests.Handler = (message, _) =>
            {
                Handle(requests, message);
                return ValueTask.CompletedTask;
            };
            end.Accept(SenderSettleMode.Mixed, ReceiverSettleMode.First);
            return;
        }

        _answers?.Detach(LinkErrors.Stolen("Another link from $cbs took over."));
        _answers = (AnswerSender)end;
        end.Accept(SenderSettleMode.Settled, ReceiverSettleMode.First);
    }

    public void Advance() => _answers?.Advance();

    private void Handle(ReceiverEnd requests, ReceivedMessage received)
    {
        Message request;
        try
        {
            request = received.Decode();
        }
        catch (InvalidDataException exception)
        {
            requests.Settle(received, new Rejected { Error = LinkErrors.Argument(exception.Message) });
            return;
        }

        if (_answers is not { IsClosed: false } answers)
        {
            requests.Settle(received, new Rejected { Error = LinkErrors.NotAllowed("There is no link from $cbs to answer on.") });
            return;
        }

        requests.Settle(received, new Accepted());
        var (status, text) = Put(request);
        var properties = new Properties();
        if (request.Properties?.GetMessageId() is { } id)
            properties.SetCorrelationId(id);
        answers.Enqueue(new Message
        {
            Properties = properties,
            // Node's client compares the code with a number, and takes no other type for one (protocol section 11.3).
            ApplicationProperties = new ApplicationProperties { ["status-code"] = status, ["status-description"] = text },
            BodySection = new AmqpValue { Value = null },
        });
    }

    private (int Status, string Text) Put(Message request)
    {
        if (!"put-token".Equals(Property(request, "operation"), StringComparison.OrdinalIgnoreCase))
            return (BadRequest, "The application property 'operation' is not put-token.");
        if (Property(request, "type") is not { } type || !type.EndsWith(":sastoken", StringComparison.OrdinalIgnoreCase))
            return (BadRequest, "The application property 'type' is not servicebus.windows.net:sastoken.");
        if (request.BodySection is not AmqpValue { Value: string token })
            return (BadRequest, "The body is not a text with a token.");
        return put(token);
    }

    private static string? Property(Message request, string name) => request.ApplicationProperties?[name] as string;
}
