using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion;

/// <summary>A source of the configuration or the command line.</summary>
/// <param name="Target">Path or address as written; it may hold credentials, which are never stored.</param>
/// <param name="Type">Null to infer it from the target.</param>
/// <param name="Pattern">Glob over file names; null for the default.</param>
/// <param name="History">Whether its history is read too; null to leave that as it was.</param>
public sealed record ConfiguredSource(string Target, string? Type = null, string? Pattern = null, bool? History = null);

/// <summary>What a registration led to.</summary>
/// <param name="Source">Id of the source.</param>
/// <param name="IsNew">False when it was registered just so before.</param>
/// <param name="Position">Position to wait for to see it; the log's mark when nothing was appended.</param>
public sealed record Registration(string Source, bool IsNew, long Position);

/// <summary>What a withdrawal led to.</summary>
/// <param name="Removed">The entities that went with the source, in ordinal order.</param>
public sealed record Withdrawal(IReadOnlyList<EntityRef> Removed, long Position);

/// <summary>Registers and withdraws sources.</summary>
public sealed class Registrations(LogWriter writer, CrawlerMemory memory, AllReaders readers, Credentials credentials, CrawlTurns turns, TimeProvider clock)
{
    public const string FromConfiguration = "configuration";
    public const string FromPortal = "portal";

    /// <summary>Has a source crawled from now on. Registering it again with the same pattern and origin changes nothing.</summary>
    /// <param name="origin"><see cref="FromConfiguration"/> or <see cref="FromPortal"/>.</param>
    /// <param name="actor">Who asked.</param>
    /// <exception cref="RuleViolation">The target cannot be a source, or an address of the portal has credentials in it.</exception>
    public async Task<Registration> RegisterAsync(ConfiguredSource wanted, string origin, string actor, CancellationToken ct)
    {
        var (type, whole) = SourceTypes.Infer(wanted.Target, wanted.Type);
        var (target, secret) = Redaction.Split(whole);
        if (secret is not null && origin is FromPortal)
            throw new RuleViolation($"The address of \"{target}\" has credentials in it, which would be lost at the next start; put the source into the configuration (Catalog:Sources)");
        if (wanted.Pattern is { } pattern)
            Check(pattern);

        if (wanted.History is true && type is not (SourceTypes.Git or SourceTypes.Folder))
            throw new RuleViolation($"\"{target}\" is a source of type {type}, which has no history to read; register the git repository itself, with type {SourceTypes.Git}");

        var id = SourceDecider.IdOf(type, target);
        if (secret is not null)
            credentials.Keep(id, secret);
        var mark = await writer.SettleAsync(ct);
        var (events, position) = await writer.AppendAsync(
            id, state => SourceDecider.Decide(new RegisterSource(type, target, wanted.Pattern, origin, wanted.History), state), clock.GetUtcNow(), new AppendContext(actor), ct);
        return new Registration(id, events.Count > 0, position ?? mark);
    }

    /// <summary>
    /// Removes a source and the entities read through it, but for those that another source waits for: they stay as orphans until it takes
    /// them. Interrupted, it can be repeated.
    /// </summary>
    /// <exception cref="RuleViolation">No such source is registered.</exception>
    public Task<Withdrawal> WithdrawAsync(string id, string reason, string actor, CancellationToken ct) =>
        WithdrawAsync(id, reason, actor, mayTurnUp: false, ct);

    /// <param name="mayTurnUp">Another source may show the entities in a moment: all stay as orphans until <see cref="Abandoned"/> removes them.</param>
    private async Task<Withdrawal> WithdrawAsync(string id, string reason, string actor, bool mayTurnUp, CancellationToken ct)
    {
        using var turn = await turns.TakeAsync(id, ct);
        await writer.SettleAsync(ct);
        if (await memory.SourceAsync(id, ct) is not { State.Registered: true })
            throw new RuleViolation($"No source \"{id}\" is registered");

        var context = new AppendContext(actor, Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"));
        var known = await memory.OfSourceAsync(id, ct);
        var removals = known.Keys.OrderBy(entity => entity.ToString(), StringComparer.Ordinal).Select(entity => new EntityDecision(
            entity,
            now => string.Equals(now.Location?.Source, id, StringComparison.Ordinal) ? Leave(now.State) : [],
            [],
            (cause, happened) => cause.Of(happened, null, null))).ToArray();
        var waiting = await memory.WaitedForByAsync(id, ct);
        var ends = waiting.Keys.Select(entity => new EntityDecision(
            entity, now => EntityDecider.Decide(new EndContest(id, reason), now.State), [], (cause, happened) => cause.Of(happened, null, null))).ToArray();
        await writer.AppendAsync(ends, waiting, Abandoned.NothingKnown, clock.GetUtcNow(), context, ct);
        // The source last: as long as it is registered, a withdrawal that was cut short can be asked for again.
        var (removed, _) = await writer.AppendAsync(removals, known, Abandoned.NothingKnown, clock.GetUtcNow(), context, ct);
        var (_, position) = await writer.AppendAsync(id, state => SourceDecider.Decide(new WithdrawSource(reason), state), clock.GetUtcNow(), context, ct);
        return new Withdrawal([.. removed.Where(entity => known[entity].State is not Entity.Live { IsWaitedFor: true })], position ?? await writer.SettleAsync(ct));

        IReadOnlyList<EntityEvent> Leave(Entity state) => mayTurnUp || state is Entity.Live { IsWaitedFor: true }
            ? EntityDecider.Decide(new OrphanEntity($"{reason}; it waits for another source to declare it"), state)
            : EntityDecider.Decide(new RemoveEntity(reason), state);
    }

    /// <summary>
    /// Registers what is configured, and withdraws what was configured before and is no more. With nothing configured, nothing is
    /// withdrawn: a start without its configuration must not empty the catalog. Where something new is configured at the same time, the repository may
    /// only have another address: its entities wait for that.
    /// </summary>
    /// <returns>The ids of the configured sources, in the order given.</returns>
    /// <exception cref="RuleViolation">A source is wrong; those before it are registered.</exception>
    public async Task<IReadOnlyList<string>> ApplyConfiguredAsync(IReadOnlyList<ConfiguredSource> configured, CancellationToken ct)
    {
        var ids = new List<string>();
        var isMoved = false;
        foreach (var source in configured)
        {
            var registration = await RegisterAsync(source, FromConfiguration, FromConfiguration, ct);
            ids.Add(registration.Source);
            isMoved |= registration.IsNew;
        }

        if (ids.Count == 0)
            return ids;

        await writer.SettleAsync(ct);
        foreach (var source in await memory.SourcesAsync(ct))
        {
            if (source.State.Origin is FromConfiguration && readers.Types.Contains(source.State.Type, StringComparer.Ordinal) && !ids.Contains(source.Id, StringComparer.Ordinal))
                await WithdrawAsync(source.Id, "It is not configured any more", FromConfiguration, isMoved, ct);
        }

        return ids;
    }

    private static void Check(string pattern)
    {
        try
        {
            DescriptorNames.Matcher(pattern);
        }
        catch (UnreadableFileException e)
        {
            throw new RuleViolation(e.Message);
        }
    }
}
