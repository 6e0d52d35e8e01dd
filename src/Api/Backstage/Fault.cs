using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.ReadModels.Backstage;
using Npgsql;

namespace EventCatalog.Api.Backstage;

/// <summary>A refusal, in the words Backstage's clients know.</summary>
public sealed class Fault(int status, string name, string message) : Exception(message)
{
    public int Status => status;
    public string Name => name;

    public static Fault Input(string message) => new(StatusCodes.Status400BadRequest, "InputError", message);

    public static Fault NotAllowed(string message) => new(StatusCodes.Status403Forbidden, "NotAllowedError", message);

    public static Fault NotFound(string message) => new(StatusCodes.Status404NotFound, "NotFoundError", message);

    public static Fault Conflict(string message) => new(StatusCodes.Status409Conflict, "ConflictError", message);

    /// <summary>What became of a request that failed; null for a mistake of ours.</summary>
    public static Fault? Of(Exception failure) => failure switch
    {
        Fault fault => fault,
        BadQueryException or RuleViolation => Input(failure.Message),
        BadHttpRequestException refused => new Fault(refused.StatusCode, "InputError", refused.Message),
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
            Input("A text of the request holds a character that no entity can hold, such as NUL"),
        MemoryBehindException => new Fault(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailableError", failure.Message),
        _ when Weather.Is(failure) => new Fault(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailableError", "The database cannot be reached at the moment; try again"),
        _ => null,
    };

    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        return http.Response.WriteAsJsonAsync(
            new
            {
                error = new { name = Name, message = Message },
                request = new { method = http.Request.Method, url = $"{http.Request.Path}{http.Request.QueryString}" },
                response = new { statusCode = Status },
            }, CancellationToken.None);
    }
}
