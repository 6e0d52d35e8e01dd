using System.Net;
using System.Text.Json;
using EventCatalog.Ingestion.Http;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>Asks the API of a code host, and says in words what its refusals mean.</summary>
/// <param name="root">Where the API is, with a slash at its end.</param>
/// <param name="secrets">The headers that identify us.</param>
internal sealed class HostApi(GuardedHttp http, SourceAddress source, HostTarget target, Uri root, IReadOnlyDictionary<string, string> secrets, long maxFileBytes)
{
    // A page of a hundred repositories, or a batch of descriptors, is far below; an endless answer is not read on.
    private const long MaxAnswerBytes = 64_000_000;

    public Uri Root => root;

    public long MaxFileBytes => maxFileBytes;

    /// <summary>The answer; null when there is no such thing (404), or no content (GitHub says 409 of an empty repository).</summary>
    /// <param name="isKept">Whether it is asked for again and again, and mostly unchanged.</param>
    /// <param name="isPart">Whether only one repository is concerned when the host refuses it.</param>
    /// <exception cref="UnreadableFileException">The host refuses what is only a part.</exception>
    public async Task<JsonElement?> GetAsync(string path, CancellationToken ct, bool isKept = false, bool isPart = false) =>
        await SendAsync(Request(new Uri(root, path)) with { IsKept = isKept }, ct, isPart) is { } answer ? Parse(answer) : null;

    /// <summary>The answer to a GraphQL document, below <c>data</c>. What could not be found is null in it.</summary>
    public async Task<JsonElement> QueryAsync(Uri endpoint, string query, object variables, CancellationToken ct)
    {
        var answer = await SendAsync(Request(endpoint) with { Json = JsonSerializer.Serialize(new { query, variables }) }, ct)
            ?? throw Unreachable($"has no GraphQL API at {endpoint}");
        var json = Parse(answer);
        if (json.TryGetProperty("errors", out var errors) && errors is { ValueKind: JsonValueKind.Array } && errors.GetArrayLength() > 0)
        {
            var fatal = errors.EnumerateArray().Where(error => Text(error, "type") is not "NOT_FOUND").ToArray();
            if (fatal.Length > 0)
                throw Unreachable($"answered: {Text(fatal[0], "message") ?? "an error"}. Where a permission is missing, give it to the token in Catalog:Hosts");
        }

        return json.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object ? data : throw Garbage();
    }

    /// <summary>The bytes of a file; null when there is none.</summary>
    /// <exception cref="UnreadableFileException">It is too large, or refused.</exception>
    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct, string accept = "*/*")
    {
        try
        {
            return (await SendAsync(Request(new Uri(root, path)) with { Accept = accept, MaxBytes = maxFileBytes }, ct, isPart: true))?.Content;
        }
        catch (UnansweredException e) when (e.Rule is "file-too-large")
        {
            throw new UnreadableFileException(e.Rule, e.Message);
        }
    }

    public static string? Text(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    /// <exception cref="KeyNotFoundException">It is not there, or no text; see <see cref="CheckedHost"/>.</exception>
    public static string Need(JsonElement value, string name) => Text(value, name) ?? throw new KeyNotFoundException(name);

    public static bool Flag(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.True;

    public static DateTimeOffset Time(JsonElement value, string name) =>
        DateTimeOffset.TryParse(Text(value, name), System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : DateTimeOffset.UnixEpoch;

    public SourceUnreachableException Unreachable(string reason) => new($"{target.Host} {reason}");

    public SourceUnreachableException Garbage() => Unreachable("answered what its API does not say; is the address right, or does a proxy stand in between? Set Catalog:Hosts:…:Api where the API is elsewhere");

    private GuardedRequest Request(Uri address) => new(address)
    {
        Source = source.Id,
        IsTrusted = source.IsTrusted,
        Secrets = secrets,
        Accept = "application/json",
        MaxBytes = MaxAnswerBytes,
        Permit = Permit,
    };

    private void Permit(Uri address)
    {
        if (!string.Equals(address.Authority, root.Authority, StringComparison.OrdinalIgnoreCase))
            throw new UnansweredException("host-not-allowed", $"{root.Authority} sends its callers to \"{address.Authority}\", which is not asked; set Catalog:Hosts:…:Api to where the API is");
    }

    private async Task<GuardedAnswer?> SendAsync(GuardedRequest request, CancellationToken ct, bool isPart = false)
    {
        GuardedAnswer answer;
        try
        {
            answer = await http.SendAsync(request, ct);
        }
        catch (UnansweredException e) when (e.Rule is not "file-too-large" || request.MaxBytes == MaxAnswerBytes)
        {
            throw new SourceUnreachableException(e.Message);
        }

        return answer.Status switch
        {
            _ when answer.IsSuccess => answer,
            HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Conflict => null,
            HttpStatusCode.Unauthorized => throw Unreachable(secrets.Count == 0
                ? "asks for a token (401); give one in Catalog:Hosts"
                : "does not take the token any more (401): it was revoked, has expired or is wrong. Give a new one in Catalog:Hosts"),
            HttpStatusCode.Forbidden or HttpStatusCode.UnavailableForLegalReasons when isPart =>
                throw new UnreadableFileException("forbidden-by-host", $"{target.Host} refuses {request.Address.AbsolutePath} ({(int)answer.Status}): {Said(answer)}The token may not read it"),
            HttpStatusCode.Forbidden => throw Unreachable($"refuses {request.Address.AbsolutePath} (403): {Said(answer)}Give the token the right to read it"),
            _ => throw Unreachable($"answered {(int)answer.Status} at {request.Address.AbsolutePath}. {Said(answer)}".TrimEnd()),
        };
    }

    private JsonElement Parse(GuardedAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Content);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? document.RootElement.Clone() : throw Garbage();
        }
        catch (JsonException)
        {
            throw Garbage();
        }
    }

    /// <summary>The host's own words, where it found some; never more than a line.</summary>
    private static string Said(GuardedAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Content);
            var said = Text(document.RootElement, "message") ?? Text(document.RootElement, "error") ?? "";
            return said.Length is 0 or > 200 ? "" : $"\"{Redaction.Redact(said)}\". ";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
