using IoTEdge.Modules.Lambdas;

namespace IoTEdge.Modules;

/// <content>Handlers of inputs.</content>
public sealed partial class EdgeModuleBuilder
{
    /// <summary>Handles an input; a message is complete when the handler has run.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T>(string name, Func<T, CancellationToken, Task> handler, InputPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddInput<T>(name, (payload, message, cancellationToken) => CompleteAsync(handler(payload, cancellationToken)), policy);
    }

    /// <summary>Handles an input; a message becomes what the handler says.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T>(string name, Func<T, CancellationToken, Task<InputResult>> handler, InputPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddInput<T>(name, (payload, message, cancellationToken) => handler(payload, cancellationToken), policy);
    }

    /// <summary>Handles an input with a service; a message is complete when the handler has run.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T, TFirst>(string name, Func<T, TFirst, CancellationToken, Task> handler, InputPolicy? policy = null)
        where TFirst : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        AddInput<T>(name, (payload, message, cancellationToken) => CompleteAsync(handler(payload, HandlerArgument.Of<TFirst>(message), cancellationToken)), policy);
    }

    /// <summary>Handles an input with a service; a message becomes what the handler says.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T, TFirst>(string name, Func<T, TFirst, CancellationToken, Task<InputResult>> handler, InputPolicy? policy = null)
        where TFirst : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        AddInput<T>(name, (payload, message, cancellationToken) => handler(payload, HandlerArgument.Of<TFirst>(message), cancellationToken), policy);
    }

    /// <summary>Handles an input with two services; a message is complete when the handler has run.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <typeparam name="TSecond">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T, TFirst, TSecond>(string name, Func<T, TFirst, TSecond, CancellationToken, Task> handler, InputPolicy? policy = null)
        where TFirst : notnull
        where TSecond : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(HandlerArgument.Require<TSecond>);
        AddInput<T>(name, (payload, message, cancellationToken) => CompleteAsync(handler(payload, HandlerArgument.Of<TFirst>(message), HandlerArgument.Of<TSecond>(message), cancellationToken)), policy);
    }

    /// <summary>Handles an input with two services; a message becomes what the handler says.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <typeparam name="TSecond">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T, TFirst, TSecond>(string name, Func<T, TFirst, TSecond, CancellationToken, Task<InputResult>> handler, InputPolicy? policy = null)
        where TFirst : notnull
        where TSecond : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(HandlerArgument.Require<TSecond>);
        AddInput<T>(name, (payload, message, cancellationToken) => handler(payload, HandlerArgument.Of<TFirst>(message), HandlerArgument.Of<TSecond>(message), cancellationToken), policy);
    }

    /// <summary>Handles an input with three services; a message is complete when the handler has run.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <typeparam name="TSecond">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <typeparam name="TThird">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T, TFirst, TSecond, TThird>(string name, Func<T, TFirst, TSecond, TThird, CancellationToken, Task> handler, InputPolicy? policy = null)
        where TFirst : notnull
        where TSecond : notnull
        where TThird : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(HandlerArgument.Require<TSecond>);
        _module.Define(HandlerArgument.Require<TThird>);
        AddInput<T>(name, (payload, message, cancellationToken) => CompleteAsync(handler(payload, HandlerArgument.Of<TFirst>(message), HandlerArgument.Of<TSecond>(message), HandlerArgument.Of<TThird>(message), cancellationToken)), policy);
    }

    /// <summary>Handles an input with three services; a message becomes what the handler says.</summary>
    /// <typeparam name="T">The payload's type; <see cref="EdgeMessage"/> where the handler reads it itself.</typeparam>
    /// <typeparam name="TFirst">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <typeparam name="TSecond">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <typeparam name="TThird">A service, or <see cref="EdgeMessage"/>.</typeparam>
    /// <param name="name">The input's name, as routes address it.</param>
    /// <param name="handler">The handler; the token is cancelled when the module's time to stop is over.</param>
    /// <param name="policy">How messages are handled, and what happens when the handler throws; the defaults where <see langword="null"/>.</param>
    public void OnInput<T, TFirst, TSecond, TThird>(string name, Func<T, TFirst, TSecond, TThird, CancellationToken, Task<InputResult>> handler, InputPolicy? policy = null)
        where TFirst : notnull
        where TSecond : notnull
        where TThird : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _module.Define(HandlerArgument.Require<TFirst>);
        _module.Define(HandlerArgument.Require<TSecond>);
        _module.Define(HandlerArgument.Require<TThird>);
        AddInput<T>(name, (payload, message, cancellationToken) => handler(payload, HandlerArgument.Of<TFirst>(message), HandlerArgument.Of<TSecond>(message), HandlerArgument.Of<TThird>(message), cancellationToken), policy);
    }

    private static async Task<InputResult> CompleteAsync(Task run)
    {
        await run.ConfigureAwait(false);
        return InputResult.Complete;
    }

    private void AddInput<T>(string name, Func<T, EdgeMessage, CancellationToken, Task<InputResult>> handler, InputPolicy? policy) => _module.Define(contract =>
    {
        if (handler is Func<EdgeMessage, EdgeMessage, CancellationToken, Task<InputResult>> raw)
            contract.AddInput(name, (message, cancellationToken) => raw(message, message, cancellationToken), policy);
        else contract.AddInput(name, handler, policy);
    });
}
