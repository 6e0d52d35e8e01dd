using EventCatalog.EmbeddedPostgres.Backup;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Backup;

/// <summary>What a base backup remembers of the log.</summary>
/// <param name="Position">Everything up to here is in it.</param>
/// <param name="Last">Nothing after this is in it without the archive; so a restore cannot stop at or before it.</param>
/// <param name="AnchoredTo">Of the newest anchor; 0 when there was none.</param>
/// <param name="AnchorLink">Stands for the whole log up to there.</param>
public sealed record LogInBackup(int Epoch, long Position, long Last, long AnchoredTo, string? AnchorLink)
{
    /// <summary>Before the copying.</summary>
    public static async Task<LogInBackup> BeforeAsync(NpgsqlDataSource database, EventLog log, CancellationToken ct)
    {
        var anchor = (await new Anchors(database, log, new AnchorOptions()).AllAsync(ct)).LastOrDefault();
        var epoch = await new Epochs(database).CurrentAsync(ct);
        return new LogInBackup(epoch, await log.MarkAsync(ct), Last: 0, anchor?.To ?? 0, anchor?.Link);
    }

    /// <summary>After the copying.</summary>
    public async Task<LogInBackup> AfterAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from events.mt_events");
        return this with { Last = (long)(await command.ExecuteScalarAsync(ct))! };
    }

    public static LogInBackup Of(BaseBackup backup) => System.Text.Json.JsonSerializer.Deserialize<LogInBackup>(backup.Record.About, System.Text.Json.JsonSerializerOptions.Web)!;
}
