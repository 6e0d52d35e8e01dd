using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Database failures that pass by themselves and say nothing about the statement that met them.</summary>
public static class Weather
{
    public static bool Is(Exception e) => e switch
    {
        PostgresException p => p.IsTransient || p.SqlState
            is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException n => n.IsTransient || n.InnerException is IOException or TimeoutException,
        _ => false,
    };
}
