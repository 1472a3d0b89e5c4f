using System.Text.Json.Serialization.Metadata;
using IoTEdge.Modules.Json;

namespace IoTEdge.Modules;

/// <summary>Options of a hosted module, bound from the configuration section <c>EdgeModule</c> (environment: <c>EdgeModule__StoragePath</c>, …).</summary>
public sealed class EdgeModuleOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "EdgeModule";

    /// <summary>The module's connection string.</summary>
    /// <value>Default <see langword="null"/>: the module finds out from its environment who it is, as under IoT Edge.</value>
    public string? ConnectionString { get; set; }

    /// <summary>A folder that survives restarts of the module, for what it must not forget.</summary>
    /// <value>Default <see langword="null"/>: there is none. The local runtime gives each module one of its own.</value>
    public string? StoragePath { get; set; }

    /// <summary>How long changes of reported properties are collected before one patch is sent.</summary>
    /// <value>Default 1 s.</value>
    public TimeSpan ReportedWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How the module tells, in its reported properties, what became of desired ones.</summary>
    /// <value>Default <see cref="DesiredAcknowledgement.Status"/>.</value>
    public DesiredAcknowledgement DesiredAcknowledgement { get; set; } = DesiredAcknowledgement.Status;

    /// <summary>
    /// The members of the reported properties that are components of IoT Plug and Play; they get <c>"__t": "c"</c>. Desired components are known by
    /// that member.
    /// </summary>
    /// <value>Default empty. In JSON's spelling: <c>thermostat1</c>.</value>
    public IList<string> Components { get; } = [];

    /// <summary>How long stopping may take: handlers finish, messages leave, reported properties are sent. A container is killed after 10 s.</summary>
    /// <value>Default 8 s.</value>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The status with which a direct method answers when its handler throws an exception of a kind, or of a kind derived from it; the exception's message is
    /// told to the caller. Exceptions that are not here are answered with 500 and logged.
    /// </summary>
    /// <value>Default empty.</value>
    public IDictionary<Type, int> MethodStatuses { get; } = new Dictionary<Type, int>();

    /// <summary>
    /// Whether the process ends, with code <see cref="EdgeModuleExitCode.Refused"/>, when the hub lets the module in no more
    /// (<see cref="ConnectionStatus.Faulted"/>): the agent starts it again, and it gets its identity and the roots to trust anew.
    /// </summary>
    /// <value>Default <see langword="true"/>. Otherwise the module goes on without a hub, and its sends fail.</value>
    public bool ExitOnTerminalFault { get; set; } = true;

    /// <summary>
    /// Source-generated JSON contracts of payloads, desired and reported properties (<c>MyContext.Default</c>); needed where reflection is
    /// not there, as in programs compiled ahead of time.
    /// </summary>
    public IList<IJsonTypeInfoResolver> JsonContexts { get; } = [];

    /// <summary>What turns payloads and twins into JSON and back.</summary>
    /// <value>Default <see langword="null"/>: System.Text.Json, with <see cref="JsonContexts"/>. Another one does not look at those.</value>
    public IPayloadSerializer? Serializer { get; set; }

    /// <summary>Options of the connection.</summary>
    public EdgeModuleClientOptions Client { get; set; } = new();

    /// <summary>What the configuration has that cannot be read.</summary>
    internal List<string> ConfigurationErrors { get; } = [];
}
