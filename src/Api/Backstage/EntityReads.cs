using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.ReadModels.Backstage;

namespace EventCatalog.Api.Backstage;

/// <summary>The questions about one entity or some, each answered in JSON.</summary>
public sealed class EntityReads(RestQueries entities)
{
    public async Task<byte[]> ByNameAsync(Question asked)
    {
        var (kind, space, name) = (asked.Text("kind")!, asked.Text("namespace")!, asked.Text("name")!);
        return await FindAsync(new EntityRef(kind, space, name), asked)
            ?? throw Fault.NotFound($"No entity named '{name}' found, with kind '{kind}' in namespace '{space}'");
    }

    public async Task<byte[]> ByUidAsync(Question asked)
    {
        var uid = asked.Text("uid")!;
        return Guid.TryParse(uid, out var id) && await entities.RefOfUidAsync(id, asked.Ct) is { } reference && await FindAsync(EntityRef.Parse(reference), asked) is { } found
            ? found
            : throw Fault.NotFound($"No entity with uid {uid}");
    }

    /// <summary>Sources are no entities here, so that every entity is its own root.</summary>
    public async Task<byte[]> AncestryAsync(Question asked)
    {
        var reference = new EntityRef(asked.Text("kind")!, asked.Text("namespace")!, asked.Text("name")!);
        var entity = await FindAsync(reference, asked) ?? throw Fault.NotFound($"No such entity {reference}");
        return JsonAnswer.Of(entity.Length, json =>
        {
            json.WriteStartObject();
            json.WriteString("rootEntityRef", reference.ToString());
            json.WriteStartArray("items");
            json.WriteStartObject();
            json.WritePropertyName("entity");
            json.WriteRawValue(entity, skipInputValidation: true);
            json.WriteStartArray("parentEntityRefs");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task<byte[]> ByRefsAsync(Question asked)
    {
        var body = asked.Body<RefsBody>();
        var fields = FieldSelection.Of([.. body.Fields ?? [], .. asked.Texts("fields")]);
        var predicate = (asked.Filter, body.Query) switch
        {
            ({ } filter, { } query) => JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement[]>(StringComparer.Ordinal) { ["$all"] = [filter, query] }),
            var (filter, query) => filter ?? query,
        };
        var keys = body.EntityRefs.Select(text => EntityRef.TryParse(text, out var reference) ? reference.ToString() : text.ToLowerInvariant()).ToList();
        var found = await entities.FindAsync([.. keys.Distinct(StringComparer.Ordinal)], predicate, asked.At, asked.Ct);
        return JsonAnswer.Of(found.Values.Sum(entity => entity.Length), json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("items");
            json.WriteEntities(keys.Select(key => found.TryGetValue(key, out var entity) ? fields?.From(entity) ?? entity : null));
            json.WriteEndObject();
        });
    }

    /// <summary>Everything, sent as it is read; with <c>limit</c>, <c>offset</c> or <c>after</c> a page, and the address of the next.</summary>
    public async Task ListAsync(Question asked)
    {
        var fields = asked.Fields;
        var order = asked.Texts("order").Select(OrderOf).ToList();
        var (limit, offset) = PageOf(asked);
        // One more than asked for tells whether there is a next page.
        var listed = entities.ListAsync(asked.Filter, order, limit is { } count ? count + 1 : null, offset, asked.At, asked.Ct).Select(entity => fields?.From(entity) ?? entity);
        if (limit is not { } size)
        {
            await JsonAnswer.SendAsync(asked.Http, listed);
            return;
        }

        var page = await listed.ToListAsync(asked.Ct);
        if (page.Count > size)
        {
            page.RemoveAt(size);
            asked.Http.Response.Headers.Link = $"<{NextOf(asked, size, offset + size)}>; rel=\"next\"";
        }

        await JsonAnswer.SendAsync(asked.Http, JsonAnswer.Of(page.Sum(entity => entity.Length), json => json.WriteEntities(page)));
    }

    private async Task<byte[]?> FindAsync(EntityRef reference, Question asked) =>
        (await entities.FindAsync([reference.ToString()], null, asked.At, asked.Ct)).GetValueOrDefault(reference.ToString());

    private static (int? Limit, int Offset) PageOf(Question asked)
    {
        var (limit, offset, after) = (asked.Number("limit"), asked.Number("offset"), asked.Text("after"));
        if (offset < 0)
            throw Fault.Input("Invalid offset, must be zero or greater");
        if (limit <= 0)
            throw Fault.Input("Invalid limit, must be greater than zero");
        if (after is null)
            return (limit, offset ?? 0);
        if (after.Length == 0)
            throw Fault.Input("Invalid after, must not be empty");
        try
        {
            var place = JsonElement.Parse(Convert.FromBase64String(after.Replace(' ', '+')));
            return (place.TryGetProperty("limit", out var size) ? size.GetInt32() : limit, place.TryGetProperty("offset", out var from) ? from.GetInt32() : offset ?? 0);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            throw Fault.Input("Malformed after cursor, could not be parsed");
        }
    }

    private static string NextOf(Question asked, int limit, int offset)
    {
        var after = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"limit\":{limit},\"offset\":{offset}}}")));
        var kept = asked.Http.Request.Query.Where(parameter => parameter.Key is not ("offset" or "after"))
            .SelectMany(parameter => parameter.Value.Select(value => KeyValuePair.Create(parameter.Key, value)));
        return $"{asked.Http.Request.Path}{QueryString.Create(kept.Append(KeyValuePair.Create<string, string?>("after", after)))}";
    }

    private static OrderField OrderOf(string? text) =>
        text?.Split(':', 2) is ["asc" or "desc", { Length: > 0 } field] parts
            ? new OrderField(field, parts[0])
            : throw Fault.Input($"Invalid order parameter \"{text}\", expected \"<asc or desc>:<field name>\"");

    private sealed record RefsBody(IReadOnlyList<string> EntityRefs, IReadOnlyList<string>? Fields = null, JsonElement? Query = null);
}
