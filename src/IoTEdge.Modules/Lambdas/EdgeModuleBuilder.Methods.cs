using IoTEdge.Modules.Lambdas;

namespace IoTEdge.Modules;

/// <content>Handlers of direct methods.</content>
public sealed partial class EdgeModuleBuilder
{
    /// <summary>Answers a direct method at once.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TRequest, TResponse>(string name, Func<TRequest, TResponse> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(contract => contract.AddMethod<TRequest, TResponse>(name, (request, _, _) => Task.FromResult(handler(request)), policy));
    }

    /// <summary>Answers a direct method without a request at once.</summary>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TResponse>(string name, Func<TResponse> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(contract => contract.AddMethod<TResponse>(name, (_, _) => Task.FromResult(handler()), policy));
    }

    /// <summary>Answers a direct method without a request.</summary>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TResponse>(string name, Func<CancellationToken, Task<TResponse>> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(contract => contract.AddMethod<TResponse>(name, (_, cancellationToken) => handler(cancellationToken), policy));
    }

    /// <summary>Does what a direct method asks, without request and response.</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod(string name, Func<CancellationToken, Task> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(contract => contract.AddMethod(name, (_, cancellationToken) => handler(cancellationToken), policy));
    }

    /// <summary>Answers a direct method.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TRequest, TResponse>(string name, Func<TRequest, CancellationToken, Task<TResponse>> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(contract => contract.AddMethod<TRequest, TResponse>(name, (request, _, cancellationToken) => handler(request, cancellationToken), policy));
    }

    /// <summary>Does what a direct method asks, without a response.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TRequest>(string name, Func<TRequest, CancellationToken, Task> handler, MethodPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(contract => contract.AddMethod<TRequest>(name, (request, _, cancellationToken) => handler(request, cancellationToken), policy));
    }

    /// <summary>Answers a direct method with a service.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="MethodRequest"/>.</typeparam>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TRequest, TFirst, TResponse>(string name, Func<TRequest, TFirst, CancellationToken, Task<TResponse>> handler, MethodPolicy? policy = null)
        where TFirst : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(contract => contract.AddMethod<TRequest, TResponse>(name, (request, call, cancellationToken) => handler(request, HandlerArgument.Of<TFirst>(call), cancellationToken), policy));
    }

    /// <summary>Does what a direct method asks with a service, without a response.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="MethodRequest"/>.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TRequest, TFirst>(string name, Func<TRequest, TFirst, CancellationToken, Task> handler, MethodPolicy? policy = null)
        where TFirst : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(contract => contract.AddMethod<TRequest>(name, (request, call, cancellationToken) => handler(request, HandlerArgument.Of<TFirst>(call), cancellationToken), policy));
    }

    /// <summary>Answers a direct method with two services.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="MethodRequest"/>.</typeparam>
    /// <typeparam name="TSecond">A service, or <see cref="MethodRequest"/>.</typeparam>
    /// <typeparam name="TResponse">The response's type; <see cref="MethodResult"/> where the handler writes the answer itself.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TRequest, TFirst, TSecond, TResponse>(string name, Func<TRequest, TFirst, TSecond, CancellationToken, Task<TResponse>> handler, MethodPolicy? policy = null)
        where TFirst : notnull
        where TSecond : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(HandlerArgument.Require<TSecond>);
        _module.Define(contract => contract.AddMethod<TRequest, TResponse>(name, (request, call, cancellationToken) => handler(request, HandlerArgument.Of<TFirst>(call), HandlerArgument.Of<TSecond>(call), cancellationToken), policy));
    }

    /// <summary>Does what a direct method asks with two services, without a response.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="MethodRequest"/>.</typeparam>
    /// <typeparam name="TSecond">A service, or <see cref="MethodRequest"/>.</typeparam>
    /// <param name="name">The method's name.</param>
    /// <param name="handler">The handler; a <see cref="MethodFault"/> that it throws is the answer.</param>
    /// <param name="policy">How calls run; the defaults where <see langword="null"/>.</param>
    public void OnMethod<TRequest, TFirst, TSecond>(string name, Func<TRequest, TFirst, TSecond, CancellationToken, Task> handler, MethodPolicy? policy = null)
        where TFirst : notnull
        where TSecond : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(HandlerArgument.Require<TSecond>);
        _module.Define(contract => contract.AddMethod<TRequest>(name, (request, call, cancellationToken) => handler(request, HandlerArgument.Of<TFirst>(call), HandlerArgument.Of<TSecond>(call), cancellationToken), policy));
    }
}
