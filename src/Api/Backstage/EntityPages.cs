using System.Text.Json;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.Api.Backstage;

/// <summary>Lists that are read page by page, and counts of values.</summary>
public sealed class EntityPages(RestQueries entities)
{
    private const int UsualLimit = 200;

    // A page is held in memory; whoever asks for more finds a next one.
    private const int LargestLimit = 10_000;

    public Task<byte[]> ByParametersAsync(Question asked)
    {
        var request = asked.Text("cursor") is { Length: > 0 } cursor
            ? EntityPageRequest.OfCursor(cursor)
            : new EntityPageRequest
            {
                Query = asked.Filter,
                OrderFields = [.. asked.Texts("orderField").Select(OrderOf)],
                FullTextFilter = asked.Text("fullTextFilterTerm") is { Length: > 0 } term ? new FullText(term, FieldsOf(asked.Texts("fullTextFilterFields"))) : null,
                TotalItems = CountOf(asked.Text("totalItems"), "totalItems parameter"),
                At = asked.At is AsOf.Now ? null : asked.At.ToString(),
            };
        return AnswerAsync(request, asked.Number("limit"), asked.Number("offset"), asked.Fields, asked);
    }

    public Task<byte[]> ByBodyAsync(Question asked)
    {
        var body = asked.Body<PageBody>();
        if (body.Cursor is "")
            throw Fault.Input("Cursor cannot be empty");
        var request = body.Cursor is { } cursor
            ? EntityPageRequest.OfCursor(cursor)
            : new EntityPageRequest
            {
                Query = QueryOf(body.Query),
                OrderFields = [.. (body.OrderBy ?? []).Select(field => field.Order is "asc" or "desc" ? field : throw BadOrder())],
                FullTextFilter = body.FullTextFilter is { Term: { Length: > 0 } term } text ? new FullText(term, text.Fields) : null,
                TotalItems = CountOf(body.TotalItems, "totalItems value"),
                At = asked.At is AsOf.Now ? null : asked.At.ToString(),
            };
        return AnswerAsync(request, body.Limit, body.Offset, FieldSelection.Of(body.Fields ?? []), asked);
    }

    private static AsOf AtOf(EntityPageRequest request) => request.At is null ? AsOf.Present
        : AsOf.Read(request.At) ?? throw Fault.Input($"The cursor holds an instant that is none: \"{request.At}\"");

    public Task<byte[]> FacetsByParametersAsync(Question asked)
    {
        IReadOnlyList<string> facets = [.. asked.Texts("facet").Where(facet => !string.IsNullOrEmpty(facet)).Select(facet => facet!)];
        return facets.Count > 0 ? FacetsAsync(facets, asked.Filter, asked) : throw Fault.Input("Missing facet parameter");
    }

    public Task<byte[]> FacetsByBodyAsync(Question asked)
    {
        var body = asked.Body<FacetsBody>();
        IReadOnlyList<string> facets = [.. (body.Facets ?? []).Where(facet => facet.Length > 0)];
        return facets.Count > 0 ? FacetsAsync(facets, QueryOf(body.Query), asked) : throw Fault.Input("Missing or empty facets parameter");
    }

    private async Task<byte[]> AnswerAsync(EntityPageRequest request, int? limit, int? offset, FieldSelection? fields, Question asked)
    {
        if (limit < 0 || offset < 0)
            throw Fault.Input($"Invalid {(limit < 0 ? "limit" : "offset")}, must be zero or greater");
        // An offset belongs to the first page; a cursor says where the others start.
        var from = request.OrderFieldValues is null ? offset ?? 0 : 0;
        var page = await entities.PageAsync(request, Math.Min(limit ?? UsualLimit, LargestLimit), from, AtOf(request), asked.Ct);
        return JsonAnswer.Of(fields is null ? page.Items.Sum(entity => entity.Length) : 0, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("items");
            json.WriteEntities(fields is null ? page.Items : page.Items.Select(fields.From));
            json.WriteNumber("totalItems", page.TotalItems);
            json.WriteStartObject("pageInfo");
            if (page.Previous is { } previous)
                json.WriteString("prevCursor", previous.ToCursor());
            if (page.Next is { } next)
                json.WriteString("nextCursor", next.ToCursor());
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private async Task<byte[]> FacetsAsync(IReadOnlyList<string> facets, JsonElement? predicate, Question asked)
    {
        var counted = await entities.FacetsAsync([.. facets.Distinct(StringComparer.Ordinal)], predicate, asked.At, asked.Ct);
        return JsonAnswer.Of(0, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("facets");
            foreach (var facet in counted)
            {
                json.WritePropertyName(facet.Path);
                JsonSerializer.Serialize(json, facet.Values, JsonSerializerOptions.Web);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static OrderField OrderOf(string? text)
    {
        var parts = (text ?? "").Split(',');
        var order = parts.Length > 1 ? parts[1] : "asc";
        return order is "asc" or "desc" ? new OrderField(parts[0], order) : throw BadOrder();
    }

    private static Fault BadOrder() => Fault.Input("Invalid order field order, must be asc or desc");

    private static IReadOnlyList<string>? FieldsOf(IReadOnlyList<string?> given)
    {
        IReadOnlyList<string> fields = [.. given.SelectMany(list => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        return fields.Count > 0 ? fields : null;
    }

    /// <summary>0 stands for what nobody wants counted.</summary>
    private static int? CountOf(string? mode, string name) => mode switch
    {
        null or "include" => null,
        "exclude" => 0,
        _ => throw Fault.Input($"Invalid {name} \"{mode}\", expected one of: include, exclude"),
    };

    private static JsonElement? QueryOf(JsonElement? query) =>
        query is null or { ValueKind: JsonValueKind.Object } ? query : throw Fault.Input("Query must be an object");

    private sealed record PageBody(
        string? Cursor = null, JsonElement? Query = null, IReadOnlyList<OrderField>? OrderBy = null, TextBody? FullTextFilter = null,
        IReadOnlyList<string>? Fields = null, int? Limit = null, int? Offset = null, string? TotalItems = null);

    private sealed record TextBody(string? Term = null, IReadOnlyList<string>? Fields = null);

    private sealed record FacetsBody(IReadOnlyList<string>? Facets = null, JsonElement? Query = null);
}
