using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Sources;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.Api.Backstage;

/// <summary>Registered sources, by the name of locations: listed, added, changed, withdrawn.</summary>
public sealed class Locations(
    SourceQueries sources, EntityQueries entities, Registrations registrations, Crawler crawler, CrawlSchedule schedule, Followers followers)
{
    private const string Actor = "rest";

    // Whoever registers something large is answered while it is still read.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<CatalogLocation>> AllAsync(CancellationToken ct) => [.. (await sources.AllAsync(ct)).Select(CatalogLocation.Of)];

    public async Task<CatalogLocation> FindAsync(string id, CancellationToken ct) => CatalogLocation.Of(await SourceAsync(id, ct));

    public async Task<CatalogLocation> OfEntityAsync(EntityRef entity, CancellationToken ct)
    {
        var key = entity.ToString();
        if (!(await entities.FollowAsync([key], AsOf.Present, ct)).TryGetValue(key, out var version))
            throw Fault.NotFound($"found no entity for ref {key}");
        var source = (await sources.AllAsync(ct)).FirstOrDefault(source => string.Equals(source.Id, version.Location.Source, StringComparison.Ordinal));
        return source is null ? throw Fault.NotFound($"Found no location of {version.Location.Origin}") : CatalogLocation.Of(source);
    }

    /// <summary>What adding it would bring, with nothing added.</summary>
    public async Task<object> PreviewAsync(LocationInput input, CancellationToken ct)
    {
        var preview = await crawler.PreviewAsync(input.Type, input.Target, null, ct);
        if (preview.Unreachable is { } reason && input.Presence is not "optional")
            throw Fault.Input($"{reason.TrimEnd('.')}; nothing was read from {input.Type}:{input.Target}");
        if (preview.Problems is [var problem, ..])
            throw Fault.Input(problem.Message);
        var location = CatalogLocation.Of($"{input.Type}:{input.Target}", input.Type, input.Target);
        return new
        {
            exists = await IsRegisteredAsync(input, ct),
            location,
            entities = preview.Entities.Select(entity => FinalEntity.Of(entity.Descriptor, entity.Location, orphaned: false)),
        };
    }

    /// <summary>Registers it and reads it.</summary>
    /// <param name="refresh">What to do with one that is registered: read it again, or refuse.</param>
    public async Task<CatalogLocation> AddAsync(LocationInput input, bool refresh, CancellationToken ct)
    {
        if (!refresh && await IsRegisteredAsync(input, ct))
            throw Fault.Conflict($"Location {input.Type}:{input.Target} already exists");
        var registration = await registrations.RegisterAsync(new ConfiguredSource(input.Target, input.Type), Registrations.FromPortal, Actor, ct);
        await ReadAsync(registration.Source, registration.Position, ct);
        return CatalogLocation.Of(await ByIdAsync(registration.Source, ct));
    }

    /// <summary>Registers another address in place of one. Its id is another then, because ids follow from addresses.</summary>
    public async Task<CatalogLocation> ReplaceAsync(string id, LocationInput input, CancellationToken ct)
    {
        var old = await SourceAsync(id, ct);
        var (type, target) = SourceTypes.Infer(input.Target, input.Type);
        if (string.Equals(type, old.Type, StringComparison.Ordinal) && string.Equals(target, old.Target, StringComparison.Ordinal))
            return CatalogLocation.Of(old);
        if (await IsRegisteredAsync(input, ct))
            throw Fault.Conflict($"Location {input.Type}:{input.Target} already exists");
        // The new one first, so that nothing is lost when this is cut short; read after the old one has let its entities go.
        var registration = await registrations.RegisterAsync(new ConfiguredSource(target, type), Registrations.FromPortal, Actor, ct);
        await registrations.WithdrawAsync(old.Id, $"Replaced by {type}:{target}", Actor, ct);
        await ReadAsync(registration.Source, registration.Position, ct);
        return CatalogLocation.Of(await ByIdAsync(registration.Source, ct));
    }

    public async Task RemoveAsync(string id, CancellationToken ct)
    {
        var withdrawal = await registrations.WithdrawAsync((await SourceAsync(id, ct)).Id, "Withdrawn by the REST API", Actor, ct);
        await followers.WaitForAsync(withdrawal.Position, Patience, ct);
    }

    /// <summary>Reads the source of an entity again, or the one a generated Location stands for.</summary>
    public async Task RefreshAsync(EntityRef entity, CancellationToken ct)
    {
        var key = entity.ToString();
        var own = (await sources.AllAsync(ct)).FirstOrDefault(source => string.Equals(CatalogLocation.Of(source).EntityRef, key, StringComparison.Ordinal))?.Id;
        var present = own ?? (await entities.FollowAsync([key], AsOf.Present, ct)).GetValueOrDefault(key)?.Ref;
        await ReadAsync(present ?? throw Fault.NotFound($"Failed to schedule {key} for refresh"), 0, ct);
    }

    /// <summary>Crawls, and answers when what was found can be read, or when that takes long.</summary>
    private async Task ReadAsync(string source, long position, CancellationToken ct)
    {
        var reached = position;
        try
        {
            reached = Math.Max(position, (await schedule.RequestAsync(source, ct).WaitAsync(Patience, ct)).Position);
        }
        catch (TimeoutException)
        {
            // The crawl goes on.
        }

        await followers.WaitForAsync(reached, Patience, ct);
    }

    private async Task<bool> IsRegisteredAsync(LocationInput input, CancellationToken ct)
    {
        var (type, whole) = SourceTypes.Infer(input.Target, input.Type);
        var (target, _) = Redaction.Split(whole);
        return (await sources.AllAsync(ct)).Any(source =>
            string.Equals(source.Type, type, StringComparison.Ordinal) && string.Equals(source.Target, target, StringComparison.Ordinal));
    }

    private async Task<SourceRow> SourceAsync(string id, CancellationToken ct) =>
        (await sources.AllAsync(ct)).FirstOrDefault(source => string.Equals(CatalogLocation.Of(source).Id, id, StringComparison.OrdinalIgnoreCase))
        ?? throw Fault.NotFound($"Found no location with ID {id}");

    private async Task<SourceRow> ByIdAsync(string source, CancellationToken ct) =>
        (await sources.AllAsync(ct)).Single(row => string.Equals(row.Id, source, StringComparison.Ordinal));
}

/// <param name="Presence"><c>required</c> or <c>optional</c>.</param>
public sealed record LocationInput(string Type, string Target, string? Presence = null);
