using EventCatalog.EventStore;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL;

/// <summary>The database could not be asked just now: no bug, and it passes.</summary>
public sealed class DatabaseAway(Exception met) : GraphQLError("The database cannot be asked at the moment. Try again in a few seconds.", AwayCode, innerException: met)
{
    public const string AwayCode = "DATABASE_AWAY";
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public static GraphQLError? Explain(Exception met) => Weather.Is(met) ? new DatabaseAway(met) : null;

    /// <summary>Whether an answer lacks something for this reason.</summary>
    public static bool IsIn(GraphQLResult result) => result.Errors.Any(error => error.Code is AwayCode);
}
