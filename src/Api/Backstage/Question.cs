using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.Api.Backstage;

/// <summary>A request to the REST API: its parameters, and its body where it has one.</summary>
public sealed class Question
{
    private const int LargestBody = 8 * 1024 * 1024;
    private readonly string? body;

    private Question(HttpContext http, string? body, AsOf at) => (Http, this.body, At) = (http, body, at);

    public HttpContext Http { get; }

    public CancellationToken Ct => Http.RequestAborted;

    /// <summary>All that the answer depends on, beside the catalog.</summary>
    public string Key => body is null ? string.Concat(Http.Request.Path.Value, Http.Request.QueryString.Value) : $"{Http.Request.Path.Value}{Http.Request.QueryString.Value}\n{body}";

    /// <summary>The instant that is asked about: parameter <c>at</c>, a time or a position, and <c>knownAt</c>, up to when it is to have been recorded.</summary>
    public AsOf At { get; }

    public static async Task<Question> OfAsync(HttpContext http)
    {
        var at = await AtOfAsync(http);
        if (!HttpMethods.IsPost(http.Request.Method) && !HttpMethods.IsPut(http.Request.Method))
            return new Question(http, null, at);
        // Only JSON, which no page of another site can send without having asked whether it may.
        if (!http.Request.HasJsonContentType())
            throw Fault.Input(http.Request.ContentType is null ? "Content-Type missing" : "Illegal Content-Type");
        if (http.Request.ContentLength > LargestBody)
            throw Fault.Input(string.Create(CultureInfo.InvariantCulture, $"The body is larger than {LargestBody} bytes"));
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        return new Question(http, await reader.ReadToEndAsync(http.RequestAborted), at);
    }

    private static async ValueTask<AsOf> AtOfAsync(HttpContext http)
    {
        var (at, knownAt) = (InstantOf(http, "at"), InstantOf(http, "knownAt"));
        return await http.RequestServices.GetRequiredService<Knowledge>().OfAsync(at, knownAt, http.RequestAborted)
            ?? throw Fault.Input($"Invalid knownAt \"{http.Request.Query["knownAt"]}\" beside the position {at}, which says itself what was known; give it beside a time");
    }

    private static AsOf? InstantOf(HttpContext http, string name) => !http.Request.Query.TryGetValue(name, out var values) || values[0] is not { } text ? null
        : AsOf.Read(text) ?? throw Fault.Input($"Invalid {name} \"{text}\", expected a time such as 2026-03-01T03:12:00Z or a position such as @1234");

    /// <summary>A parameter of the path or of the query; null where it is not given.</summary>
    public string? Text(string name) => Http.Request.RouteValues.TryGetValue(name, out var part) ? (string?)part
        : Http.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>Every occurrence of a parameter.</summary>
    public IReadOnlyList<string?> Texts(string name) => Http.Request.Query.TryGetValue(name, out var values) ? [.. values] : [];

    public int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Fault.Input($"Invalid {name} \"{text}\", expected a whole number");

    public FieldSelection? Fields => FieldSelection.Of(Texts("fields"));

    /// <summary>The predicate that the parameters <c>filter</c> say; null for everything.</summary>
    public JsonElement? Filter => FilterText.ToPredicate(Texts("filter")) is { } predicate ? JsonSerializer.SerializeToElement(predicate) : null;

    /// <summary>The body, a JSON object.</summary>
    public JsonElement Body()
    {
        try
        {
            var read = JsonElement.Parse(string.IsNullOrWhiteSpace(body) ? "{}" : body);
            return read.ValueKind == JsonValueKind.Object ? read : throw Fault.Input("Expected body to be a JSON object");
        }
        catch (JsonException e)
        {
            throw Fault.Input($"The body is no JSON: {e.Message}");
        }
    }

    /// <summary>The body as a record.</summary>
    /// <exception cref="Fault">It has another shape.</exception>
    public T Body<T>() where T : class
    {
        try
        {
            return Body().Deserialize<T>(Strict)!;
        }
        catch (JsonException e)
        {
            throw Fault.Input($"Malformed request: {e.Message}");
        }
    }

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}
