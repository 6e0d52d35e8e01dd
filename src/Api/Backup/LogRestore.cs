using System.Globalization;
using System.Security.Cryptography;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EmbeddedPostgres.Backup;
using Npgsql;

namespace EventCatalog.Api.Backup;

/// <summary>
/// Makes a new data folder whose log is that of a backup, up to a position, and says what is in it and what is not. The folder gets its name when
/// everything is done; before, and after a failure, there is nothing of that name.
/// </summary>
public sealed class LogRestore(BackupFolder backups, string dataFolder)
{
    /// <summary>Transactions overlap: the one that recorded a position is rarely not the last of those that recorded the ones before it.</summary>
    private const int Overlap = 1_000;

    private readonly string workshop = $"{dataFolder}.restoring-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private RestoredLog? open;

    private string LastWords => Path.Combine(workshop, "postgres-error.log");

    /// <exception cref="BackupException">There is no backup, it is damaged, or it does not hold the position.</exception>
    public async Task<RestoreReport> RunAsync(RestoreTarget target, CancellationToken ct)
    {
        var bases = backups.Bases();
        if (bases.Count == 0)
            throw new BackupException($"There is no base backup in {backups.Root}; give the folder that `eventcatalog store backup` writes to.");
        try
        {
            // All of it first: only then it is known where the end is, and which transaction recorded what.
            var from = bases[^1];
            var log = await OpenAsync(from, transaction: null, ct);
            var end = await log.EndAsync(ct);
            var cut = await CutAsync(target, log, end, ct);
            if (cut is not null)
            {
                from = BaseBefore(cut, bases);
                log = await OpenAsync(from, cut, ct);
            }

            var report = await log.FinishAsync(dataFolder, from, end, cut, ct);
            await CloseAsync();
            if (Directory.Exists(dataFolder)) Directory.Delete(dataFolder); // empty, or this throws
            Directory.Move(workshop, dataFolder);
            return report;
        }
        catch (StartException failed) when (File.Exists(LastWords))
        {
            // They would go with the workshop.
            var kept = dataFolder + ".restore-error.log";
            File.Move(LastWords, kept, overwrite: true);
            throw new StartException(failed.Message.Replace(LastWords, kept, StringComparison.Ordinal), failed);
        }
        catch (PostgresException damaged) when (damaged.SqlState is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted)
        {
            throw new BackupException($"The backup was taken of data that was damaged already ({damaged.MessageText}); move {bases[^1].Folder} away, and an older one will be used with the write-ahead log since.", damaged);
        }
        finally
        {
            await CloseAsync();
            if (Directory.Exists(workshop)) Directory.Delete(workshop, recursive: true);
        }
    }

    /// <summary>Null: to the end.</summary>
    private async Task<Cut?> CutAsync(RestoreTarget target, RestoredLog log, LogEnd end, CancellationToken ct)
    {
        switch (target)
        {
            case RestoreTarget.Position { Value: var asked } when asked > end.Position:
                throw new BackupException(Text($"The backups in {backups.Root} end at @{end.Position}; @{asked} is not in them. Leave --to-position out to restore up to there."));
            case RestoreTarget.Position { Value: var asked }:
                return await log.CutAsync(asked, end, Overlap, ct);
            case RestoreTarget.Time { Value: var asked }:
                return await log.CutAsync(await log.PositionAtAsync(asked, end.Position, ct), end, Overlap, ct);
            default:
                return null;
        }
    }

    private static BaseBackup BaseBefore(Cut cut, IReadOnlyList<BaseBackup> bases) =>
        bases.LastOrDefault(each => LogInBackup.Of(each).Last < cut.Position)
        ?? throw new BackupException(Text($"The oldest base backup, {bases[0].Name}, holds everything up to @{LogInBackup.Of(bases[0]).Last} already; a restore can stop after that only, not at @{cut.Position}."));

    /// <summary>Up to the transaction that recorded the last event; and further while events before it are missing, which were committed after it.</summary>
    private async Task<RestoredLog> OpenAsync(BaseBackup from, Cut cut, CancellationToken ct)
    {
        var last = cut.Before[0];
        while (true)
        {
            var part = await OpenAsync(from, last.Transaction, ct);
            if (await part.CountAsync(cut.Position, ct) == cut.Kept)
                return part;
            last = (await part.MissingAsync(cut.Before, ct))[0];
        }
    }

    private async Task<RestoredLog> OpenAsync(BaseBackup from, uint? transaction, CancellationToken ct)
    {
        await CloseAsync();
        if (Directory.Exists(workshop)) Directory.Delete(workshop, recursive: true);
        return open = await RestoredLog.OpenAsync(backups, from, workshop, transaction, ct);
    }

    private async Task CloseAsync()
    {
        if (open is not null) await open.DisposeAsync();
        open = null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
