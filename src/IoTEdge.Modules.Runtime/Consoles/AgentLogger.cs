using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Shows what the agent has to say among the modules' lines.</summary>
internal sealed class AgentLogger(RuntimeConsole console) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place to log to.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = formatter(state, exception);
        console.WriteLine(RuntimeConsole.Agent, logLevel >= LogLevel.Error ? console.Palette.Red(text) : text);
    }

    public void Dispose()
    {
    }
}
