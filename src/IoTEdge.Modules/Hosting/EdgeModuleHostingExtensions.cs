using System.Diagnostics.CodeAnalysis;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Health;
using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Lambdas;
using IoTEdge.Modules.Logging;
using IoTEdge.Modules.Twins;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace IoTEdge.Modules;

/// <summary>Registers modules with a host.</summary>
public static class EdgeModuleHostingExtensions
{
    /// <summary>
    /// Adds a module: the host connects it when it starts, and starts other services once the module has its desired properties. Where a host has more
    /// than one module, each needs a key.
    /// The console log is written as edgeAgent writes (formatter <c>edge</c>), unless <c>Logging:Console:FormatterName</c> names another. A module
    /// that cannot start, because its hub refuses it or it does not know who it is, logs why and ends the process with a code of <see cref="EdgeModuleExitCode"/>.
    /// </summary>
    /// <typeparam name="TModule">The module; its constructor gets services.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Changes options after the configuration section <c>EdgeModule</c> was read.</param>
    /// <returns>The builder.</returns>
    public static IHostApplicationBuilder AddEdgeModule<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TModule>(
        this IHostApplicationBuilder builder, Action<EdgeModuleOptions>? configure = null)
        where TModule : EdgeModuleBase
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEdgeModule<TModule>(configure);
        return builder;
    }

    /// <summary>Adds one of several modules of a host, each with an identity of its own.</summary>
    /// <typeparam name="TModule">The module; its constructor gets services.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="key">
    /// The module's key: it is a keyed service under it, and its options are read from <c>EdgeModule:{key}</c>, above all <c>ConnectionString</c>; what is
    /// not there comes from <c>EdgeModule</c>. Its storage folder is the folder of that name within the common one.
    /// </param>
    /// <param name="configure">Changes options after the configuration was read.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The key is taken, or a module without a key is there.</exception>
    public static IHostApplicationBuilder AddEdgeModule<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TModule>(
        this IHostApplicationBuilder builder, string key, Action<EdgeModuleOptions>? configure = null)
        where TModule : EdgeModuleBase
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEdgeModule<TModule>(key, configure);
        return builder;
    }

    /// <summary>Adds a module that is put together from lambdas.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="define">Puts the module together; runs at once.</param>
    /// <param name="configure">Changes options after the configuration section <c>EdgeModule</c> was read.</param>
    /// <returns>The builder.</returns>
    public static IHostApplicationBuilder AddEdgeModule(this IHostApplicationBuilder builder, Action<EdgeModuleBuilder> define, Action<EdgeModuleOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEdgeModule(define, configure);
        return builder;
    }

    /// <summary>Adds one of several modules of a host, put together from lambdas.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="key">The module's key: its options are read from <c>EdgeModule:{key}</c>, as for a module that is a class.</param>
    /// <param name="define">Puts the module together; runs at once.</param>
    /// <param name="configure">Changes options after the configuration was read.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The key is taken, or a module without a key is there.</exception>
    public static IHostApplicationBuilder AddEdgeModule(
        this IHostApplicationBuilder builder, string key, Action<EdgeModuleBuilder> define, Action<EdgeModuleOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEdgeModule(key, define, configure);
        return builder;
    }

    /// <summary>Adds a module that is put together from lambdas to the services of a host.</summary>
    /// <param name="services">The services.</param>
    /// <param name="define">Puts the module together; runs at once.</param>
    /// <param name="configure">Changes options after the configuration section <c>EdgeModule</c> was read.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeModule(this IServiceCollection services, Action<EdgeModuleBuilder> define, Action<EdgeModuleOptions>? configure = null) =>
        services.AddLambdaModule(null, define, configure);

    /// <summary>Adds one of several modules, put together from lambdas, to the services of a host.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The module's key.</param>
    /// <param name="define">Puts the module together; runs at once.</param>
    /// <param name="configure">Changes options after the configuration was read.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">The key is taken, or a module without a key is there.</exception>
    public static IServiceCollection AddEdgeModule(
        this IServiceCollection services, string key, Action<EdgeModuleBuilder> define, Action<EdgeModuleOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return services.AddLambdaModule(key, define, configure);
    }

    /// <summary>Adds a module to the services of a host; see the overload on <see cref="IHostApplicationBuilder"/>.</summary>
    /// <typeparam name="TModule">The module; its constructor gets services.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes options after the configuration section <c>EdgeModule</c> was read.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEdgeModule<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TModule>(
        this IServiceCollection services, Action<EdgeModuleOptions>? configure = null)
        where TModule : EdgeModuleBase
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddModuleServices(new ModuleRegistration(typeof(TModule), null), configure);
        services.AddSingleton<TModule>();
        services.AddSingleton<IMethodInvoker>(static provider => new HostedMethodInvoker(provider.GetRequiredService<TModule>));
        services.AddSingleton<IHostedService>(static provider => new EdgeModuleService(provider.GetRequiredService<TModule>(), null, provider));
        return services;
    }

    /// <summary>Adds one of several modules to the services of a host; see the overload on <see cref="IHostApplicationBuilder"/>.</summary>
    /// <typeparam name="TModule">The module; its constructor gets services.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="key">The module's key.</param>
    /// <param name="configure">Changes options after the configuration was read.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">The key is taken, or a module without a key is there.</exception>
    public static IServiceCollection AddEdgeModule<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TModule>(
        this IServiceCollection services, string key, Action<EdgeModuleOptions>? configure = null)
        where TModule : EdgeModuleBase
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(key);
        services.AddModuleServices(new ModuleRegistration(typeof(TModule), key), configure);
        services.AddKeyedSingleton<TModule>(key);
        services.AddKeyedSingleton<IMethodInvoker>(key, (provider, _) => new HostedMethodInvoker(() => provider.GetRequiredKeyedService<TModule>(key)));
        services.AddSingleton<IHostedService>(provider => new EdgeModuleService(provider.GetRequiredKeyedService<TModule>(key), key, provider));
        return services;
    }

    /// <summary>
    /// Gives the desired properties in force to services as <see cref="IOptionsMonitor{TOptions}"/> and <see cref="IOptions{TOptions}"/>; keyed services where the module has a
    /// key. Both follow the twin.
    /// </summary>
    /// <typeparam name="TDesired">The type that the module follows.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="key">The module's key; <see langword="null"/> where it has none.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDesiredOptions<TDesired>(this IServiceCollection services, string? key = null)
        where TDesired : class, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        var monitor = new DesiredMonitor<TDesired>();
        services.AddKeyedSingleton(key ?? Options.DefaultName, monitor);
        if (key is not null) return services.AddKeyedSingleton<IOptionsMonitor<TDesired>>(key, monitor).AddKeyedSingleton<IOptions<TDesired>>(key, monitor);
        return services.AddSingleton<IOptionsMonitor<TDesired>>(monitor).AddSingleton<IOptions<TDesired>>(monitor);
    }

    private static IServiceCollection AddLambdaModule(this IServiceCollection services, string? key, Action<EdgeModuleBuilder> define, Action<EdgeModuleOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(define);
        services.AddModuleServices(new ModuleRegistration(typeof(LambdaModule), key), configure);
        var module = new LambdaModule();
        define(new EdgeModuleBuilder(module));
        if (key is null) services.AddSingleton<IMethodInvoker>(new HostedMethodInvoker(() => module));
        else services.AddKeyedSingleton<IMethodInvoker>(key, new HostedMethodInvoker(() => module));
        return services.AddSingleton<IHostedService>(provider => new EdgeModuleService(module, key, provider));
    }

    private static void AddModuleServices(this IServiceCollection services, ModuleRegistration registration, Action<EdgeModuleOptions>? configure)
    {
        var others = services.Select(service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<ModuleRegistration>().ToList();
        if (others.Exists(other => other.Key is null || registration.Key is null || other.Key == registration.Key))
        {
            throw new InvalidOperationException(
                $"{registration.ModuleType.Name} cannot be added beside {others[0].ModuleType.Name}: where a host has several modules, each needs a key of its own, AddEdgeModule<...>(\"key\", ...).");
        }

        services.AddSingleton(registration);
        services.TryAddSingleton<ModuleIdentities>();
        services.TryAddSingleton<IWorkloadClient>(static provider =>
        {
            var configuration = provider.GetRequiredService<IConfiguration>();
            return new ModuleEnvironment(name => configuration[name], new EdgeModuleClientOptions()).CreateWorkloadClient();
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EdgeModuleOptions>, EdgeModuleOptionsValidator>());
        services.AddModuleHealthChecks(registration);
        services.AddOptions();
        services.AddSingleton<IConfigureOptions<EdgeModuleOptions>>(provider => new EdgeModuleConfiguration(provider.GetRequiredService<IConfiguration>(), registration.Key));
        if (configure is not null) services.Configure(registration.Key ?? Options.DefaultName, configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ConsoleFormatter, EdgeConsoleFormatter>(static _ => new EdgeConsoleFormatter(TimeProvider.System)));
        services.AddOptions<ConsoleLoggerOptions>().PostConfigure(static options => options.FormatterName ??= EdgeConsoleFormatter.FormatterName);
    }
}
