using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;

namespace IoTEdge.Modules;

/// <summary>Registers modules with a host.</summary>
public static class EdgeModuleHostingExtensions
{
    /// <summary>
    /// Adds a module: the host connects it when it starts, and is started once the module has its desired properties. One module a process.
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
        services.AddOptions<EdgeModuleOptions>().Configure<IConfiguration>(static (options, configuration) => Read(options, configuration.GetSection(EdgeModuleOptions.SectionName)));
        if (configure is not null) services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ConsoleFormatter, EdgeConsoleFormatter>(static _ => new EdgeConsoleFormatter(TimeProvider.System)));
        services.AddOptions<ConsoleLoggerOptions>().PostConfigure(static options => options.FormatterName ??= EdgeConsoleFormatter.FormatterName);
        services.AddSingleton<TModule>();
        services.AddHostedService<EdgeModuleService<TModule>>();
        return services;
    }

    // By hand, because the configuration binder reflects.
    private static void Read(EdgeModuleOptions options, IConfigurationSection section)
    {
        options.ConnectionString = section[nameof(options.ConnectionString)] ?? options.ConnectionString;
        options.StoragePath = section[nameof(options.StoragePath)] ?? options.StoragePath;
        options.ReportedWindow = ReadTime(section, nameof(options.ReportedWindow)) ?? options.ReportedWindow;
        options.StopTimeout = ReadTime(section, nameof(options.StopTimeout)) ?? options.StopTimeout;
        options.ExitOnTerminalFault = ReadFlag(section, nameof(options.ExitOnTerminalFault)) ?? options.ExitOnTerminalFault;
        options.Client = options.Client with { Protocol = ReadProtocol(section, nameof(EdgeModuleClientOptions.Protocol)) ?? options.Client.Protocol };
    }

    private static HubProtocol? ReadProtocol(IConfigurationSection section, string name)
    {
        if (section[name] is not { Length: > 0 } text) return null;
        return Enum.TryParse<HubProtocol>(text, ignoreCase: true, out var protocol) && Enum.IsDefined(protocol)
            ? protocol
            : throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{section.Path}:{name} is '{text}'; one of {string.Join(", ", Enum.GetNames<HubProtocol>())} is needed.");
    }

    private static TimeSpan? ReadTime(IConfigurationSection section, string name)
    {
        if (section[name] is not { Length: > 0 } text) return null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero
            ? time
            : throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{section.Path}:{name} is '{text}'; a time of the form hh:mm:ss is needed.");
    }

    private static bool? ReadFlag(IConfigurationSection section, string name)
    {
        if (section[name] is not { Length: > 0 } text) return null;
        return bool.TryParse(text, out var flag)
            ? flag
            : throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{section.Path}:{name} is '{text}'; true or false is needed.");
    }
}
