using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Ownership;
using EventCatalog.ReadModels.Relations;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.ReadModels.Entities;

public sealed record EntityLink(string Url, string? Title, string? Icon, string? Type);

public sealed record SourcePointer(string SourceId, string? Repository, string? Path, int? Line, string? Commit, string? Url, string Target);

/// <summary>An entity went on under another name.</summary>
public sealed record EntityRename(string FromRef, string ToRef, DateTimeOffset At, long Position);

/// <summary>The GraphQL fields that the entities read model answers.</summary>
public static class EntityFields
{
    /// <summary>An object type for each built-in kind; anything else is a CustomEntity.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["Component", "API", "Resource", "System", "Domain", "Group", "User", "Location", "Template"];

    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    /// <param name="custom">Kinds that are data, each with an object type of its own.</param>
    public static SchemaBuilder AddEntities(this SchemaBuilder schema, IReadOnlyList<string> custom)
    {
        var slice = Sdl.Of("entities");
        string[] kinds = [.. Kinds, .. custom];
        return schema
            .Add(slice)
            .Add(ObjectTypes(slice, kinds))
            .ResolveType<EntityVersion>("Entity", entity => TypeOf(entity, kinds))
            .ResolveType<object>("Node", node => node switch
            {
                EntityVersion entity => TypeOf(entity, kinds),
                RecordedEvent => "Event",
                SourceRow => "Source",
                _ => throw new InvalidOperationException($"{node.GetType().Name} is no node"),
            })
            .FieldAsync<object>("Query.entity", async (_, context) => await FindAsync(context, context.Argument<EntityRef>("ref").ToString(), await context.TakeInstantAsync()))
            .FieldAsync<object>("Query.entities", PageAsync)
            .FieldAsync<object>("Query.facets", async (_, context) => await context.Service<EntityQueries>().FacetsAsync(
                context.Argument<IReadOnlyList<string>>("paths"), context.Optional<EntityFilter>("where"), context.Optional<string>("search"), await context.TakeInstantAsync(), context.Cancellation))
            .FieldAsync<object>("Query.node", async (_, context) => await NodeAsync(context.Argument<string>("id"), context))
            .FieldAsync<object>("Query.nodes", async (_, context) =>
            {
                var nodes = new List<object?>();
                foreach (var id in context.Argument<IReadOnlyList<string>>("ids"))
                    nodes.Add(await NodeAsync(id, context));
                return nodes;
            })
            .Field<EntityVersion>("Entity.id", (entity, _) => NodeId.Of("Entity", entity.Id))
            .Field<EntityVersion>("Entity.apiVersion", (entity, _) => Descriptor.Text(entity.Descriptor, "apiVersion"))
            .Field<EntityVersion>("Entity.labels", (entity, _) => Descriptor.At(entity.Descriptor, "metadata", "labels") ?? EmptyObject)
            .Field<EntityVersion>("Entity.annotations", (entity, _) =>
                Descriptor.At(FinalEntity.Of(entity.Descriptor, entity.Location, entity.Orphaned), "metadata", "annotations"))
            .Field<EntityVersion>("Entity.tags", (entity, _) => entity.Tags)
            .Field<EntityVersion>("Entity.links", (entity, _) =>
                Descriptor.At(entity.Descriptor, "metadata", "links")?.Deserialize<EntityLink[]>(JsonSerializerOptions.Web) ?? [])
            .FieldAsync<EntityVersion>("Entity.spec", SpecAsync)
            .FieldAsync<EntityVersion>("Entity.owner", (entity, context) => context.LoadEntity(entity.Owner))
            .Field<EntityVersion>("Entity.ownerRef", (entity, _) => entity.Owner)
            .Field<EntityVersion>("Entity.version", (entity, _) => entity.StreamVersion)
            .Field<EntityVersion>("Entity.source", (entity, _) => new SourcePointer(
                NodeId.Of("Source", entity.Location.Source), entity.Source.Repository, entity.Source.Path, entity.Source.Line, entity.Source.Commit,
                entity.Source.Url, entity.Location.Target))
            .FieldAsync<EntityVersion>("Entity.problems", ProblemsAsync)
            .FieldAsync<EntityVersion>("Entity.history", async (entity, context) => await context.Service<EventQueries>().PageAsync(
                null, context.At(), PageArguments.Of(context), context.Selects("totalCount"), context.Cancellation, ofEntity: entity.Id))
            .FieldAsync<EntityVersion>("Entity.renames", async (entity, context) =>
            {
                var at = context.At();
                var queries = context.Service<EntityQueries>();
                var loader = context.Loader<string, IReadOnlyList<EntityName>>($"names {at}", (ids, ct) => queries.NamesAsync(ids, at, ct));
                var names = (IReadOnlyList<EntityName>?)await context.Load(loader, entity.Id) ?? [];
                return names.Where(name => name.From is not null).Select(name => new EntityRename(name.From!, name.Ref, name.At, name.Position)).ToArray();
            });
    }

    private static async ValueTask<object?> FindAsync(FieldContext context, string reference, AsOf at) =>
        (await context.Service<EntityQueries>().FollowAsync([reference], at, context.Cancellation)).GetValueOrDefault(reference);

    private static async ValueTask<object?> PageAsync(object root, FieldContext context) => await context.Service<EntityQueries>().PageAsync(
        context.Optional<EntityFilter>("where"),
        context.Optional<string>("search"),
        context.Optional<IReadOnlyList<EntityOrder>>("orderBy"),
        PageArguments.Of(context),
        context.Selects("totalCount"),
        await context.TakeInstantAsync(),
        context.Cancellation);

    private static async ValueTask<object?> NodeAsync(string id, FieldContext context) => NodeId.Read(id) switch
    {
        ("Entity", var entity) => await context.Service<EntityQueries>().FindByIdAsync(entity, AsOf.Present, context.Cancellation),
        ("Event", var digits) when long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var position) =>
            (await context.Service<EventLog>().FindAsync([position], context.Cancellation)).GetValueOrDefault(position),
        ("Source", var source) => (await context.Service<SourceQueries>().AllAsync(context.Cancellation))
            .FirstOrDefault(row => string.Equals(row.Id, source, StringComparison.Ordinal)),
        _ => null,
    };

    private static async ValueTask<object?> SpecAsync(EntityVersion entity, FieldContext context)
    {
        var spec = Descriptor.At(entity.Descriptor, "spec") ?? EmptyObject;
        var hashes = LargeBodies.HashesIn(spec).ToArray();
        if (hashes.Length == 0)
            return spec;
        var store = context.Service<BodyStore>();
        var loader = context.Loader<string, byte[]>("bodies", async (keys, ct) => await store.GetAsync([.. keys], ct));
        var pending = hashes.Select(hash => (Hash: hash, Body: context.Load(loader, hash))).ToArray();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (hash, body) in pending)
        {
            if (await body is { } text)
                texts[hash] = Encoding.UTF8.GetString(text);
        }

        return LargeBodies.Attach(spec, texts);
    }

    /// <summary>What was refused in its descriptor, then its owner, then what else it refers to in vain.</summary>
    private static async ValueTask<object?> ProblemsAsync(EntityVersion entity, FieldContext context)
    {
        var at = context.At();
        var (sources, relations) = (context.Service<SourceQueries>(), context.Service<RelationQueries>());
        var refused = context.Load(context.Loader<string, IReadOnlyList<ProblemRow>>($"refused {at}", (refs, ct) => sources.ProblemsOfEntitiesAsync(refs, at, ct)), entity.Ref);
        var dangling = context.Load(context.Loader<string, IReadOnlyList<RelationRow>>($"dangling {at}", (refs, ct) => relations.DanglingAsync(refs, at, ct)), entity.Ref);
        var owner = await context.OwnerProblemAsync(entity);
        return (await refused ?? []).Concat(owner is null ? [] : [owner])
            .Concat((await dangling ?? []).Where(relation => relation.Type is not "ownedBy").Select(relation => Dangling(entity, relation))).ToArray();
    }

    private static ProblemRow Dangling(EntityVersion entity, RelationRow relation) =>
        new(Severity.Warning, $"{relation.Type} refers to {relation.TargetRef}, which is not in the catalog", null, entity.Source.Path, null, null)
        {
            Rule = "target-exists",
            SourceId = entity.Location.Source,
            EntityRef = entity.Ref,
        };

    private static string TypeOf(EntityVersion entity, string[] kinds) =>
        kinds.FirstOrDefault(kind => kind.Equals(entity.Kind, StringComparison.OrdinalIgnoreCase)) ?? "CustomEntity";

    private static string ObjectTypes(string slice, string[] kinds)
    {
        const string Head = "interface Entity implements Node {";
        var start = slice.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        var fields = slice[start..slice.IndexOf("\n}", start, StringComparison.Ordinal)];
        return string.Join('\n', kinds.Append("CustomEntity").Select(type => $"type {type} implements Entity & Node {{{fields}\n}}"));
    }
}
