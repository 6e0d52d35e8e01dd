namespace EventCatalog.Api.GraphQL;

/// <summary>Which edition of GraphQL over HTTP the status codes follow. Why there are two: <c>ops/decisions/0005-graphql-http-status-profiles.md</c>.</summary>
public enum StatusProfile
{
    /// <summary>What clients, proxies and the audit of graphql-http know: 200 and 400.</summary>
    Audit,

    /// <summary>The draft of August 2026: 422 for what is well written but wrong, 294 for data with errors.</summary>
    Draft2026,
}

/// <summary>How a request ended, as far as HTTP is concerned.</summary>
public enum Outcome
{
    /// <summary>Data and no errors.</summary>
    Answered,

    /// <summary>Executed, with errors; the data may be null.</summary>
    AnsweredWithErrors,

    /// <summary>The document does not parse.</summary>
    DocumentNotParsed,

    /// <summary>The document is not valid for the schema, or passes a limit.</summary>
    DocumentNotValid,

    /// <summary>No operation is meant, its document is not known here, or its variables do not fit.</summary>
    RequestNotValid,

    /// <summary>Parameters are missing or have the wrong type.</summary>
    ParametersNotValid,

    /// <summary>The body or a parameter is not JSON in UTF-8.</summary>
    NotJson,

    /// <summary>Only persisted documents are answered.</summary>
    Forbidden,

    MethodNotAllowed,
    NotAcceptable,
    TooLarge,
    UnsupportedMediaType,

    /// <summary>The caller has spent its budget, or holds as many streams as it may.</summary>
    TooManyRequests,

    /// <summary>The portal holds as many streams as it may, or its database is away.</summary>
    Unavailable,

    /// <summary>No stream is reserved under this token.</summary>
    NotFound,

    /// <summary>The stream is open already, or runs an operation of this name.</summary>
    Conflict,
}

/// <summary>
/// Outcome to status, the one place where it is decided. A client that takes <c>application/json</c> cannot tell our 4xx from a
/// proxy's, so what it may read as a GraphQL answer comes as 200.
/// Source: https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
/// </summary>
public static class StatusTable
{
    /// <param name="asJson">The answer is <c>application/json</c>; else it is <c>application/graphql-response+json</c>.</param>
    public static int StatusOf(Outcome outcome, StatusProfile profile, bool asJson)
    {
        var row = Row(outcome);
        return (profile, asJson) switch
        {
            (StatusProfile.Audit, true) => row.AuditJson,
            (StatusProfile.Audit, false) => row.Audit,
            (_, true) => row.DraftJson,
            _ => row.Draft,
        };
    }

    private static (int AuditJson, int Audit, int DraftJson, int Draft) Row(Outcome outcome) => outcome switch
    {
        //                              Audit: json, graphql   Draft2026: json, graphql
        Outcome.Answered =>             (200, 200,             200, 200),
        Outcome.AnsweredWithErrors =>   (200, 200,             200, 294),
        Outcome.DocumentNotParsed =>    (200, 400,             200, 400),
        Outcome.DocumentNotValid =>     (200, 400,             200, 422),
        Outcome.RequestNotValid =>      (200, 400,             200, 422),
        Outcome.ParametersNotValid =>   (400, 400,             422, 422),
        Outcome.NotJson =>              (400, 400,             400, 400),
        Outcome.Forbidden =>            (403, 403,             403, 403),
        Outcome.MethodNotAllowed =>     (405, 405,             405, 405),
        Outcome.NotAcceptable =>        (406, 406,             406, 406),
        Outcome.TooLarge =>             (413, 413,             413, 413),
        Outcome.UnsupportedMediaType => (415, 415,             415, 415),
        Outcome.TooManyRequests =>      (429, 429,             429, 429),
        Outcome.Unavailable =>          (503, 503,             503, 503),
        Outcome.NotFound =>             (404, 404,             404, 404),
        Outcome.Conflict =>             (409, 409,             409, 409),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, message: null),
    };
}
