using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Turns what the database answered to a refused append into what is true now, by SQLSTATE and constraint name only.</summary>
internal static class AppendErrors
{
    private const string Conflict = "MT003";
    private const string Archived = "MT001";
    private const string KeyReused = "CA002";

    public static bool Knows(PostgresException e) => e.SqlState switch
    {
        Conflict or Archived or KeyReused or PostgresErrorCodes.UntranslatableCharacter => true,
        PostgresErrorCodes.UniqueViolation => IsEventId(e) || Names(e, "pk_mt_events_stream_and_version"),
        _ => false,
    };

    /// <summary>The log holds an event of this id already.</summary>
    public static bool IsEventId(PostgresException e) => Names(e, "idx_mt_events_event_id");

    /// <summary>The earlier answer when this very command was recorded before.</summary>
    public static async Task<IReadOnlyList<AppendResult>> AnswerAsync(
        PostgresException e, AppendCommand command, AppendContext context, NpgsqlConnection connection, CancellationToken ct)
    {
        if (e.SqlState is KeyReused)
            throw new CommandKeyReusedException(context.CommandKey!, e);
        if (e.SqlState is PostgresErrorCodes.UntranslatableCharacter)
            throw new ArgumentException("An event holds the character U+0000, which PostgreSQL cannot store in JSON. Nothing was written: remove it at the source.", nameof(command), e);
        if (command.IsRepeatableById && await RecordedBeforeAsync(command, connection, ct) is { } before)
            return before;
        if (IsEventId(e))
            throw new DuplicateEventException([.. command.Appends.Select(a => a.Stream)], e);

        var (versions, archived) = await StreamsAsync(command, connection, ct);
        if (e.SqlState is Archived && command.Appends.FirstOrDefault(a => archived.Contains(a.Stream)) is { } closed)
            throw new StreamArchivedException(closed.Stream, e);
        var refused = command.Appends.FirstOrDefault(a => !Meets(a.ExpectedVersion, versions.GetValueOrDefault(a.Stream)))
            // Another append healed it meanwhile (a stream that had to exist was started): the answer is still a conflict.
            ?? command.Appends.FirstOrDefault(a => a.ExpectedVersion != ExpectedVersion.Any)
            ?? command.Appends[0];
        throw new StreamConflictException(refused.Stream, refused.ExpectedVersion, versions.GetValueOrDefault(refused.Stream), e);
    }

    /// <summary>The index of a partition is called after that of the whole table.</summary>
    private static bool Names(PostgresException e, string index) => e.ConstraintName?.StartsWith(index, StringComparison.Ordinal) is true;

    private static bool Meets(long expected, long actual) => expected switch
    {
        ExpectedVersion.Any => true,
        ExpectedVersion.MustExist => actual > 0,
        _ => actual == expected,
    };

    private static async Task<IReadOnlyList<AppendResult>?> RecordedBeforeAsync(AppendCommand command, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand(
            "select stream_id, max(version), min(seq_id), max(seq_id), count(*) from events.mt_events where id = any($1) group by stream_id", connection)
        {
            Parameters = { new() { Value = command.Ids } },
        };
        var found = new Dictionary<string, (AppendResult Result, long Count)>(StringComparer.Ordinal);
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetString(0), (new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), Duplicate: true), reader.GetInt64(4)));
        return command.Appends.All(a => found.TryGetValue(a.Stream, out var f) && f.Count == a.Events.Count)
            ? [.. command.Appends.Select(a => found[a.Stream].Result)]
            : null;
    }

    private static async Task<(Dictionary<string, long> Versions, HashSet<string> Archived)> StreamsAsync(
        AppendCommand command, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("select id, version, is_archived from events.mt_streams where id = any($1)", connection)
        {
            Parameters = { new() { Value = command.Appends.Select(a => a.Stream).ToArray() } },
        };
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var archived = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            versions.Add(reader.GetString(0), reader.GetInt64(1));
            if (reader.GetBoolean(2))
                archived.Add(reader.GetString(0));
        }
        return (versions, archived);
    }
}
