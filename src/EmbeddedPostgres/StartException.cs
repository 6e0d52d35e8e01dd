namespace EventCatalog.EmbeddedPostgres;

/// <summary>
/// The embedded PostgreSQL could not be started. <see cref="Exception.Message"/> is one sentence for the person at the
/// keyboard: what failed, where, and what to do. No data was changed.
/// </summary>
public sealed class StartException : Exception
{
    public StartException()
    {
    }

    public StartException(string message)
        : base(message)
    {
    }

    public StartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
