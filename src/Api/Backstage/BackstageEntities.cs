using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.Api.Backstage;

/// <summary>Entities in the form Backstage's catalog answers them: long texts in place, with uid, etag and relations.</summary>
public sealed class BackstageEntities(EntityQueries entities, RelationQueries relations, BodyStore bodies)
{
    /// <summary>The entity that has the name now, or had it last; null when there is none.</summary>
    public async Task<JsonObject?> FindAsync(EntityRef reference, CancellationToken ct)
    {
        if (!(await entities.FollowAsync([reference.ToString()], AsOf.Present, ct)).TryGetValue(reference.ToString(), out var version))
            return null;
        var key = version.Ref;
        var final = FinalEntity.Of(version.Descriptor, version.Location, version.Orphaned);
        var texts = await bodies.GetAsync([.. LargeBodies.HashesIn(final)], ct);
        var whole = LargeBodies.Attach(final, texts.ToDictionary(text => text.Key, text => Encoding.UTF8.GetString(text.Value), StringComparer.Ordinal));
        var entity = JsonNode.Parse(whole.GetRawText())!.AsObject();

        var edges = (await relations.OfAsync([key], AsOf.Present, ct)).GetValueOrDefault(key, []);
        entity["relations"] = new JsonArray([.. edges.Select(edge => new JsonObject { ["type"] = edge.Type, ["targetRef"] = edge.TargetRef })]);
        var metadata = entity["metadata"]!.AsObject();
        metadata["namespace"] ??= EntityRef.DefaultNamespace;
        metadata["uid"] = UidOf(version.Id);
        metadata["etag"] ??= Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Sorted(entity)!.ToJsonString()))); // a fingerprint as Backstage makes it, no protection
        return entity;
    }

    /// <summary>The same for one identity for ever: an entity that returns, or gets another name, is the same entity.</summary>
    private static string UidOf(string identity) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16)).ToString();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
