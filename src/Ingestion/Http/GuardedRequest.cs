using System.Net;
using System.Net.Http.Headers;

namespace EventCatalog.Ingestion.Http;

/// <summary>One thing to ask of an address.</summary>
public sealed record GuardedRequest(Uri Address)
{
    /// <summary>Id of the source that asks; failures of one source close no circuit of another.</summary>
    public required string Source { get; init; }

    /// <summary>Whether an operator wrote this address, so that its host may be on this machine or in a private network.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Headers that only the host of the address gets, such as a token; a redirection elsewhere goes without them.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string Accept { get; init; } = "*/*";

    /// <summary>Sent by POST when given.</summary>
    public string? Json { get; init; }

    /// <summary>Reading stops and the answer is refused beyond this.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Whether the answer is kept and asked for by its ETag the next time.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether it may be asked at all, redirections included; throws when not.</summary>
    public Action<Uri>? Permit { get; init; }
}

/// <summary>What an address answered, whole.</summary>
/// <param name="LastModified">When the server says it was last changed.</param>
/// <param name="IsUnchanged">The server said that what was kept is still so; the content is that.</param>
public sealed record GuardedAnswer(HttpStatusCode Status, byte[] Content, DateTimeOffset? LastModified, bool IsUnchanged)
{
    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    internal EntityTagHeaderValue? Tag { get; init; }
}

/// <summary>An address gave no usable answer. The message is for the person who wrote the address, and holds no secret.</summary>
/// <param name="rule">Kebab-case name of what is wrong.</param>
public sealed class UnansweredException(string rule, string message) : Exception(message)
{
    public string Rule { get; } = rule;
}
