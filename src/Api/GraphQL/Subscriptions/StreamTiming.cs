namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>How long streams wait for what.</summary>
public sealed record StreamTiming
{
    /// <summary>How often a quiet stream says that it lives; proxies give up on silence after a minute or so.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a socket may be open without a word.</summary>
    public TimeSpan Initialisation { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a peer may take to take leave.</summary>
    public TimeSpan Close { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a reserved stream waits to be opened.</summary>
    public TimeSpan Reservation { get; init; } = TimeSpan.FromMinutes(1);
}
