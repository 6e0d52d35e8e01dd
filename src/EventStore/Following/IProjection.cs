using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Turns events into tables. Applying the same page twice must equal applying it once; a projection never appends and never reads the clock.
/// Its SQL names its tables without a schema, in the DDL and in what it applies: the search path says which of two builds is meant,
/// the one that is served or the one beside it.
/// </summary>
public interface IProjection
{
    /// <summary>For example <c>entities/4</c>. New SQL takes a new number: its tables are then built from the start beside the old ones.</summary>
    string Name { get; }

    /// <summary>
    /// Where readers find its tables, always <c>rm_…</c>; <c>rm_entities_4</c> for <c>entities/4</c>. The schema belongs to the projection alone and is dropped
    /// when it is built anew.
    /// </summary>
    string Schema => "rm_" + string.Concat(Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>Creates its tables and what <see cref="ApplyAsync"/> finds rows by; run once.</summary>
    string Ddl { get; }

    /// <summary>Creates the indexes only readers need; run after the tables, and where there is much to build, after that. Default: none.</summary>
    string Indexes => "";

    /// <summary>
    /// Writes what the page changes. Runs inside the transaction that moves the checkpoint, with search path
    /// its schema, public; it neither commits nor rolls back. An exception stops this projection at the event that causes it.
    /// </summary>
    /// <param name="page">In position order, never empty, every event of a known type.</param>
    Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct);
}
