using System.ComponentModel;
using IoTEdge.Modules.Inputs;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Methods;

namespace IoTEdge.Modules;

/// <summary>
/// Collects what a module offers, with the code behind it. The source generator fills it from the attributes of an
/// <see cref="EdgeModuleBase"/>; by hand it is needed only where there is no generator.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public sealed class ModuleContractBuilder
{
    private readonly IPayloadSerializer _serializer;
    private readonly List<InputContract> _inputs = [];
    private readonly List<OutputContract> _outputs = [];
    private readonly List<MethodContract> _methods = [];
    private readonly Dictionary<string, InputBinding> _inputHandlers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (MethodHandler Handler, MethodPolicy Policy)> _methodHandlers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OutputPolicy> _outputPolicies = new(StringComparer.Ordinal);
    private readonly List<(Type Type, object? Key)> _services = [];
    private Type? _desiredType;
    private Type? _reportedType;

    internal ModuleContractBuilder(IPayloadSerializer serializer) => _serializer = serializer;

    internal IReadOnlyDictionary<string, InputBinding> InputHandlers => _inputHandlers;

    internal IReadOnlyDictionary<string, (MethodHandler Handler, MethodPolicy Policy)> MethodHandlers => _methodHandlers;

    internal IReadOnlyDictionary<string, OutputPolicy> OutputPolicies => _outputPolicies;

    internal IReadOnlyList<(Type Type, object? Key)> Services => _services;

    /// <summary>Adds an input whose payload is read from JSON.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="name">The input's name.</param>
    /// <param name="handler">Handles a message.</param>
    /// <param name="policy">What happens when the handler throws; the defaults where <see langword="null"/>.</param>
    /// <param name="orderBy">The key of a payload: messages with the same key keep their order, see <see cref="InputPolicy.OrderBy"/>.</param>
    public void AddInput<T>(
        string name, Func<T, EdgeMessage, CancellationToken, Task<InputResult>> handler, InputPolicy? policy = null, Func<T, string?>? orderBy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        policy ??= InputPolicy.Default;
        var binding = new InputBinding((message, cancellationToken) => handler(InputPayload<T>.Of(message), message, cancellationToken), policy)
        {
            Read = new InputPayload<T>(name, _serializer).Read,
            Key = orderBy is null ? policy.OrderBy : message => orderBy(InputPayload<T>.Of(message)),
        };
        AddInput(new InputContract(name, typeof(T)), binding);
    }

    /// <summary>Adds an input whose handler reads the message itself.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="handler">Handles a message.</param>
    /// <param name="policy">How messages are handled; the defaults where <see langword="null"/>.</param>
    public void AddInput(string name, InputHandler handler, InputPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddInput(new InputContract(name, typeof(EdgeMessage)), new InputBinding(handler, policy ?? InputPolicy.Default));
    }

    /// <summary>Adds an input that is handled in batches, with payloads that are read from JSON.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="name">The input's name.</param>
    /// <param name="handler">Handles a batch: its payloads, and the messages that they came in.</param>
    /// <param name="policy">How large a batch may be, and what happens when the handler throws.</param>
    public void AddBatchInput<T>(string name, Func<IReadOnlyList<T>, IReadOnlyList<EdgeMessage>, CancellationToken, Task<InputResult>> handler, InputPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(policy);
        InputBatchHandler batchHandler = (messages, cancellationToken) =>
            handler([.. messages.Select(InputPayload<T>.Of)], messages, cancellationToken);
        AddInput(new InputContract(name, typeof(T)), new InputBinding(batchHandler, policy) { Read = new InputPayload<T>(name, _serializer).Read });
    }

    /// <summary>Adds an input that is handled in batches by a handler that reads the messages itself.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="handler">Handles a batch.</param>
    /// <param name="policy">How large a batch may be, and what happens when the handler throws.</param>
    public void AddBatchInput(string name, InputBatchHandler handler, InputPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(policy);
        AddInput(new InputContract(name, typeof(EdgeMessage)), new InputBinding(handler, policy));
    }

    /// <summary>Adds an output.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="name">The output's name.</param>
    /// <param name="policy">How its messages leave; the defaults where <see langword="null"/>.</param>
    public void AddOutput<T>(string name, OutputPolicy? policy = null)
    {
        RequireNew(_outputs.Exists(output => output.Name == name), name, "output");
        _outputs.Add(new OutputContract(name, typeof(T)));
        if (policy is not null) _outputPolicies.Add(name, policy);
    }

    /// <summary>Adds a direct method with a request and a response in JSON.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">Answers a call.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void AddMethod<TRequest, TResponse>(string name, Func<TRequest, MethodRequest, CancellationToken, Task<TResponse>> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddMethod(new MethodContract(name, typeof(TRequest), typeof(TResponse)), async (call, cancellationToken) =>
            Result(await handler(Read<TRequest>(call), call, cancellationToken).ConfigureAwait(false)), policy);
    }

    /// <summary>Adds a direct method without a request.</summary>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">Answers a call.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void AddMethod<TResponse>(string name, Func<MethodRequest, CancellationToken, Task<TResponse>> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddMethod(new MethodContract(name, null, typeof(TResponse)), async (call, cancellationToken) =>
            Result(await handler(call, cancellationToken).ConfigureAwait(false)), policy);
    }

    /// <summary>Adds a direct method without a response.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">Answers a call.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void AddMethod<TRequest>(string name, Func<TRequest, MethodRequest, CancellationToken, Task> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddMethod(new MethodContract(name, typeof(TRequest), null), async (call, cancellationToken) =>
        {
            await handler(Read<TRequest>(call), call, cancellationToken).ConfigureAwait(false);
            return new MethodResult(MethodStatus.Ok);
        }, policy);
    }

    /// <summary>Adds a direct method without a request and without a response.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">Does what is asked.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void AddMethod(string name, Func<MethodRequest, CancellationToken, Task> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddMethod(new MethodContract(name, null, null), async (call, cancellationToken) =>
        {
            await handler(call, cancellationToken).ConfigureAwait(false);
            return new MethodResult(MethodStatus.Ok);
        }, policy);
    }

    /// <summary>Names the type of the desired properties.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public void SetDesired<T>() => _desiredType = typeof(T);

    /// <summary>Names the type of the reported properties.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public void SetReported<T>() => _reportedType = typeof(T);

    /// <summary>Names a service that handlers take from the scope of a message or call; a host that lacks it does not start the module.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    /// <param name="key">Its key; <see langword="null"/> where it has none.</param>
    public void RequireService<T>(object? key = null) => _services.Add((typeof(T), key));

    internal ModuleContract Build() => new([.. _inputs], [.. _outputs], [.. _methods], _desiredType, _reportedType);

    private void AddInput(InputContract contract, InputBinding binding)
    {
        ArgumentException.ThrowIfNullOrEmpty(contract.Name);
        RequireNew(!_inputHandlers.TryAdd(contract.Name, binding), contract.Name, "input");
        _inputs.Add(contract);
    }

    private void AddMethod(MethodContract contract, MethodHandler handler, MethodPolicy? policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(contract.Name);
        ArgumentNullException.ThrowIfNull(handler);
        RequireNew(!_methodHandlers.TryAdd(contract.Name, (handler, policy ?? MethodPolicy.Default)), contract.Name, "direct method");
        _methods.Add(contract);
    }

    private T Read<T>(MethodRequest request) =>
        _serializer.Deserialize<T>(request.Payload.IsEmpty ? "null"u8 : request.Payload.Span, $"The payload of direct method '{request.Name}'");

    private MethodResult Result<T>(T response) => response as MethodResult ?? new MethodResult(MethodStatus.Ok, _serializer.Serialize(response));

    private static void RequireNew(bool exists, string name, string what)
    {
        if (exists) throw new ArgumentException($"The module has two of {what} '{name}'; names must differ.", nameof(name));
    }
}
