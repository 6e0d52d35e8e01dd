namespace EventCatalog.EventStore;

/// <summary>How nodes share work.</summary>
public sealed record LeaseOptions
{
    /// <summary>How long a node that says nothing is believed to be awake, by the database's clock. It says so three times as often.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a node looks for work that is free, or that it has too much of; it is woken when another gives work back.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>The connection does not stay with one session of the database, so nothing can be held on it.</summary>
public sealed class SharedSessionException() : Exception(
    "The database connection changes its session between statements: there is a proxy that pools transactions in between. "
    + "Connect ConnectionStrings__Catalog to PostgreSQL itself, or to a proxy that pools sessions.");
