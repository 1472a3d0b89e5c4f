using IoTEdge.Modules.Hosting;

namespace IoTEdge.Modules;

/// <summary>A call of a direct method.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Payload">The payload, JSON in UTF-8, at most 128 KiB; may be empty.</param>
public sealed record MethodRequest(string Name, ReadOnlyMemory<byte> Payload)
{
    private HandlerScope? _scope;

    /// <summary>Services for this call alone, made and disposed with it.</summary>
    /// <exception cref="InvalidOperationException">No hosted module handles the call.</exception>
    public IServiceProvider Services => HandlerScope.ServicesOf(_scope, $"The call of direct method '{Name}'");

    /// <summary>When the call is given up; the handler's token is cancelled then.</summary>
    public DateTimeOffset Deadline { get; internal set; } = DateTimeOffset.MaxValue;

    internal HandlerScope? Scope
    {
        set => _scope = value;
    }
}
