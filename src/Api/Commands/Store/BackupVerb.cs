using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Api.Backup;
using EventCatalog.Api.Hosting;
using EventCatalog.EmbeddedPostgres.Backup;

namespace EventCatalog.Api.Commands.Store;

/// <summary>Makes a base backup beside a running portal.</summary>
public static class BackupVerb
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var to = new Option<string?>("--to") { Description = "Folder for backups. Default: the one of Catalog__Backup__Folder, which also gets every change within a minute." };
        var keep = new Option<int?>("--keep") { Description = "Remove all but this many base backups, and the changes only they needed. Default: keep all." };
        var command = new Command("backup", "Copy the database as it is now, while everything goes on. `store restore` makes a data folder of it.") { data, to, keep, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(to), parsed.GetValue(keep), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, string? to, int? keep, bool json, CancellationToken ct)
    {
        if (keep < 1)
            throw new UsageException($"--keep {keep} would leave no backup; say how many to keep, at least 1.");
        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        var folder = new BackupFolder(to ?? catalog.BackupFolder
            ?? throw new UsageException("There is no folder for backups; say where with --to, or set Catalog__Backup__Folder and start the portal again."));
        var backup = await MakeAsync(catalog, folder, ct);
        var gone = keep is { } newest ? folder.Keep(newest) : [];
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { backup.Folder, backup.Record, Gone = gone.Select(each => each.Name) }, JsonSerializerOptions.Web));
        else
            Print(backup, gone);
        return ExitCodes.Ok;
    }

    private static async Task<BaseBackup> MakeAsync(OpenCatalog catalog, BackupFolder folder, CancellationToken ct)
    {
        if (catalog.Embedded is not { } server)
            return await StockAsync(catalog, folder, ct);
        await using var run = await BackupRun.BeginAsync(server, folder, ct);
        var about = await LogInBackup.BeforeAsync(catalog.Database, catalog.Log, ct);
        await run.CopyAsync(ct);
        return run.Finish(await about.AfterAsync(catalog.Database, ct));
    }

    /// <summary>A server of one's own is backed up by its own tool.</summary>
    private static async Task<BaseBackup> StockAsync(OpenCatalog catalog, BackupFolder folder, CancellationToken ct)
    {
        await using var connection = await catalog.Database.OpenConnectionAsync(ct);
        var tool = await StockBackup.FindAsync(connection.PostgreSqlVersion.Major, ct)
            ?? throw new BackupException(string.Create(CultureInfo.InvariantCulture,
                $"This is a PostgreSQL {connection.PostgreSqlVersion} of your own, and there is no pg_basebackup of version {connection.PostgreSqlVersion.Major} here; on a machine that has one, run `pg_basebackup --host={connection.Host} --port={connection.Port} --username=ROLE --pgdata=FOLDER --wal-method=stream --checkpoint=fast` with a role that may replicate (ops/backup.md)."));
        var about = await LogInBackup.BeforeAsync(catalog.Database, catalog.Log, ct);
        return await tool.RunAsync(CatalogDatabase.Given(CatalogDatabase.Configuration())!, folder, async () => await about.AfterAsync(catalog.Database, ct), ct);
    }

    private static void Print(BaseBackup backup, IReadOnlyList<BaseBackup> gone)
    {
        var about = LogInBackup.Of(backup);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{backup.Folder}: the log up to @{about.Position}, {backup.Record.Files} files, {backup.Record.Bytes / 1024 / 1024} MiB, in {(backup.Record.FinishedAt - backup.Record.StartedAt).TotalSeconds:F1} s"));
        foreach (var old in gone)
            Console.WriteLine($"removed {old.Name}");
    }
}
