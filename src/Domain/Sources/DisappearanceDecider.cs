using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.Domain.Sources;

/// <summary>What was said of an entity that a source does not declare any more.</summary>
public enum Missing
{
    /// <summary>Nothing yet.</summary>
    Held,

    /// <summary>It is to stay.</summary>
    Kept,

    /// <summary>It may go.</summary>
    Approved,
}

/// <summary>What a crawl found to be gone from a source, and what it did about it.</summary>
/// <param name="Held">Gone, and too many to believe it.</param>
/// <param name="Over">Declared again, removed, or no longer worth a question.</param>
/// <param name="Of">How many entities the source had.</param>
public sealed record ReportMissing(IReadOnlyCollection<EntityRef> Held, IReadOnlyCollection<EntityRef> Over, int Of, string Reason);

/// <summary>Someone looked at what is held and says that it may go.</summary>
public sealed record ApproveDisappearance;

/// <summary>Someone looked at what is held and says that it is to stay.</summary>
public sealed record KeepMissing;

/// <summary>Someone takes back that these may go: they are to stay although the source does not declare them.</summary>
public sealed record UndoApproval(IReadOnlyCollection<EntityRef> Entities);

/// <summary>Decides what becomes of the entities that vanish from a source in great number.</summary>
public static class DisappearanceDecider
{
    /// <summary>So many may go at once without a question.</summary>
    public const int Few = 10;

    /// <summary>Of a large source, this share of it.</summary>
    public const double Share = 0.05;

    /// <summary>Whether so many vanish that someone must say so; that nothing at all is left is always asked about.</summary>
    /// <param name="left">How many entities the source still declares.</param>
    public static bool IsMass(int gone, int of, int left) => gone > 0 && (left == 0 || gone > Math.Max(Few, of * Share));

    public static IReadOnlyList<SourceEvent> Decide(ReportMissing report, Source source)
    {
        if (!source.Registered)
            return [];
        var over = Ordered(report.Over.Where(source.Missing.ContainsKey));
        var held = Ordered(report.Held);
        var isKnown = held.Count == 0 || held.SequenceEqual(Ordered(source.Missing.Where(entity => entity.Value is Missing.Held).Select(entity => entity.Key).Except(over)));
        return
        [
            .. over.Count > 0 ? [new DisappearanceEnded(Id(source), over)] : Array.Empty<SourceEvent>(),
            .. isKnown ? Array.Empty<SourceEvent>() : [new DisappearanceHeld(Id(source), held, report.Of, report.Reason)],
        ];
    }

    /// <exception cref="RuleViolation">Nothing is held.</exception>
    public static IReadOnlyList<SourceEvent> Decide(ApproveDisappearance approval, Source source) => [new DisappearanceApproved(Id(source), HeldOf(source))];

    /// <exception cref="RuleViolation">Nothing is held.</exception>
    public static IReadOnlyList<SourceEvent> Decide(KeepMissing decision, Source source) => [new DisappearanceKept(Id(source), HeldOf(source))];

    /// <exception cref="RuleViolation">The source is withdrawn: nothing would keep what is restored.</exception>
    public static IReadOnlyList<SourceEvent> Decide(UndoApproval undo, Source source) => source.Registered
        ? [new DisappearanceKept(Id(source), Ordered(undo.Entities))]
        : throw new RuleViolation("No such source is registered: see `sources`");

    public static Source Evolve(Source source, SourceEvent happened) => happened switch
    {
        // What is held now is all that is held: an earlier question is asked anew, not beside this one.
        DisappearanceHeld e => source with
        {
            Missing = source.Missing.RemoveRange(source.Missing.Where(entity => entity.Value is Missing.Held).Select(entity => entity.Key)).SetItems(As(e.Entities, Missing.Held)),
        },
        DisappearanceApproved e => source with { Missing = source.Missing.SetItems(As(e.Entities, Missing.Approved)) },
        DisappearanceKept e => source with { Missing = source.Missing.SetItems(As(e.Entities, Missing.Kept)) },
        DisappearanceEnded e => source with { Missing = source.Missing.RemoveRange(e.Entities) },
        _ => source,
    };

    private static IEnumerable<KeyValuePair<EntityRef, Missing>> As(IEnumerable<EntityRef> entities, Missing said) =>
        entities.Select(entity => KeyValuePair.Create(entity, said));

    private static IReadOnlyList<EntityRef> HeldOf(Source source) =>
        Ordered(source.Missing.Where(entity => entity.Value is Missing.Held).Select(entity => entity.Key)) is { Count: > 0 } held
            ? held
            : throw new RuleViolation(source.Registered ? $"Nothing that is gone from the source \"{Id(source)}\" waits for an answer" : "No such source is registered: see `sources`");

    private static IReadOnlyList<EntityRef> Ordered(IEnumerable<EntityRef> entities) => [.. entities.OrderBy(entity => entity.ToString(), StringComparer.Ordinal)];

    private static string Id(Source source) => SourceDecider.IdOf(source.Type!, source.Target!);
}
