using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Entities;

namespace EventCatalog.Api.Backstage;

/// <summary>The questions about one entity or some, each answered in JSON.</summary>
public sealed class EntityReads(RestQueries entities, EntityQueries names)
{
    private const string RenamedAt = "EventCatalog-Renamed-At";

    /// <summary>The entity of a name; empty where none has it.</summary>
    public async Task<byte[]> ByNameAsync(Question asked)
    {
        var name = NameOf(asked).ToString();
        return (await entities.FindAsync([name], null, asked.At, asked.Ct)).GetValueOrDefault(name, []);
    }

    /// <summary>
    /// The entity that had a name which none has at the instant. Clients that read no headers go on working; for the others <c>Location</c> is its address under
    /// the name it has then, <c>EventCatalog-Renamed-At</c> the position that gave it this name.
    /// </summary>
    public async Task<byte[]> ByFormerNameAsync(Question asked)
    {
        var (version, entity) = await FollowAsync(asked)
            ?? throw Fault.NotFound($"No entity named '{asked.Text("name")}' found, with kind '{asked.Text("kind")}' in namespace '{asked.Text("namespace")}'");
        var headers = asked.Http.Response.Headers;
        headers.Location = $"/api/catalog/entities/by-name/{version.Ref.Replace(':', '/')}{asked.Http.Request.QueryString}";
        if ((await names.NamesAsync([version.Id], asked.At, asked.Ct))[version.Id] is [.., { From: not null } last])
            headers[RenamedAt] = last.Position.ToString(CultureInfo.InvariantCulture);
        return entity;
    }

    public async Task<byte[]> ByUidAsync(Question asked)
    {
        var uid = asked.Text("uid")!;
        return Guid.TryParse(uid, out var id) && await entities.FindByUidAsync(id, asked.At, asked.Ct) is { } found
            ? found
            : throw Fault.NotFound($"No entity with uid {uid}");
    }

    /// <summary>Sources are no entities here, so that every entity is its own root.</summary>
    public async Task<byte[]> AncestryAsync(Question asked)
    {
        var (version, entity) = await FollowAsync(asked) ?? throw Fault.NotFound($"No such entity {NameOf(asked)}");
        return JsonAnswer.Of(entity.Length, json =>
        {
            json.WriteStartObject();
            json.WriteString("rootEntityRef", version.Ref);
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
        var found = await entities.FollowAsync([.. keys.Distinct(StringComparer.Ordinal)], predicate, asked.At, asked.Ct);
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

    /// <summary>The entity that has the name at the instant, or else the one that last had it.</summary>
    private async Task<(EntityVersion Version, byte[] Text)?> FollowAsync(Question asked)
    {
        var name = NameOf(asked).ToString();
        if ((await names.FollowAsync([name], asked.At, asked.Ct)).GetValueOrDefault(name) is not { } version)
            return null;
        return (await entities.FindAsync([version.Ref], null, asked.At, asked.Ct)).TryGetValue(version.Ref, out var text) ? (version, text) : null;
    }

    private static EntityRef NameOf(Question asked) => new(asked.Text("kind")!, asked.Text("namespace")!, asked.Text("name")!);

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
