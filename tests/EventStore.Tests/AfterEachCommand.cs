using Microsoft.Extensions.Logging;

namespace EventCatalog.EventStore.Tests;

/// <summary>Calls back, on the caller's thread, whenever a command of a data source has been executed: a test can then act exactly between two statements.</summary>
internal sealed class AfterEachCommand(Action<int> executed) : ILoggerFactory, ILogger
{
    private const int CommandExecutionCompleted = 2001; // NpgsqlEventId
    private int _count;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == CommandExecutionCompleted)
            executed(++_count);
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
