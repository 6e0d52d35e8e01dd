using System.Text.Json;

namespace EventCatalog.EventStore;

/// <summary>Where a fact was read.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record EventSource(string? Repository = null, string? Commit = null, string? Path = null, int? Line = null, string? Url = null);

/// <summary>A fact about to be recorded.</summary>
/// <param name="Event">One of the registered records.</param>
/// <param name="EffectiveAt">When it became true at its source; stored in UTC.</param>
/// <param name="Id">A deterministic id makes the append repeatable: the log holds every id once. Random when null.</param>
/// <param name="Actor">Who caused it, when not the actor of the context: the author of a commit.</param>
public sealed record NewEvent(object Event, DateTimeOffset EffectiveAt, EventSource? Source = null, Guid? Id = null, string? Actor = null);

/// <summary>Events for the end of one stream.</summary>
/// <param name="Stream"><c>{noun}-{id}</c>; the noun is stored as the stream's type.</param>
/// <param name="ExpectedVersion">The version the decision was based on, or one of <see cref="EventStore.ExpectedVersion"/>.</param>
/// <param name="Events">At least one.</param>
public sealed record StreamAppend(string Stream, long ExpectedVersion, IReadOnlyList<NewEvent> Events);

/// <summary>What a stream's version must be for an append to happen; any number above 0 means exactly that version.</summary>
public static class ExpectedVersion
{
    public const long Any = -2;
    public const long MustExist = -1;
    public const long NoStream = 0;
}

/// <summary>What all events of one command share.</summary>
/// <param name="Actor">Person, token or processor.</param>
/// <param name="Correlation">The run or request it belongs to.</param>
/// <param name="Causation">The event or message that led to it.</param>
/// <param name="CommandKey">Makes the command repeatable: the second time it answers the same and appends nothing.</param>
public sealed record AppendContext(string Actor, string? Correlation = null, string? Causation = null, string? CommandKey = null);

/// <summary>Where the events went.</summary>
/// <param name="Version">The stream's version after the last of them.</param>
/// <param name="Duplicate">True when an earlier call recorded them and this one did nothing.</param>
public sealed record AppendResult(string Stream, long Version, long FirstPosition, long LastPosition, bool Duplicate);

/// <summary>An event as the log holds it.</summary>
/// <param name="Position">Its place in the log; rises, with holes where an append was rolled back.</param>
/// <param name="StreamVersion">Its place in its stream; 1, 2, 3 without holes.</param>
/// <param name="Event">Null when this program does not know <paramref name="Type"/>.</param>
/// <param name="Body">As stored: JSON in UTF-8.</param>
/// <param name="RecordedAt">When the log learned it, by the database's clock.</param>
/// <param name="EffectiveAt">When it became true at its source.</param>
/// <param name="Hash">Lower-case hex SHA-256, chained to the event before it in its stream; empty when another writer left it out.</param>
public sealed record RecordedEvent(
    long Position, Guid Id, string Stream, long StreamVersion, string Type, object? Event, ReadOnlyMemory<byte> Body,
    DateTimeOffset RecordedAt, DateTimeOffset EffectiveAt, string Actor, string? Correlation, string? Causation,
    EventSource? Source, string Hash)
{
    /// <summary>The body, parsed at each call: most readers look at <see cref="Event"/> alone.</summary>
    public JsonElement Data => JsonElement.Parse(Body.Span);

    /// <summary>The trace it was appended in, as in a W3C traceparent header; null when none was sampled.</summary>
    public string? TraceParent { get; init; }
}
