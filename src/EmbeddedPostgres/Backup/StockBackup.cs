using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.EmbeddedPostgres.Platform;
using Npgsql;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>PostgreSQL's own pg_basebackup, for a server that is not ours. Source: https://www.postgresql.org/docs/18/app-pgbasebackup.html</summary>
public sealed partial class StockBackup
{
    private readonly string program;

    private StockBackup(string program) => this.program = program;

    /// <summary>Of this major version, on the PATH or where distributions put it; null when there is none: one of another version is refused by the server, or makes what it cannot read.</summary>
    public static async Task<StockBackup?> FindAsync(int major, CancellationToken ct)
    {
        foreach (var folder in Tool.SearchPath().Append(string.Create(CultureInfo.InvariantCulture, $"/usr/lib/postgresql/{major}/bin")))
        {
            var file = Binaries.Program(folder, "pg_basebackup");
            if (!File.Exists(file)) continue;
            var says = await Tool.RunAsync([file, "--version"], input: null, ct);
            if (says.Succeeded && Version().Match(says.Output) is { Success: true } match && int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) == major)
                return new StockBackup(file);
        }

        return null;
    }

    /// <summary>A base backup with the write-ahead log that makes it whole.</summary>
    /// <param name="about">Asked when the copying is over.</param>
    /// <exception cref="BackupException">The tool failed; its words are in the message.</exception>
    public async Task<BaseBackup> RunAsync<T>(string connectionString, BackupFolder folder, Func<Task<T>> about, CancellationToken ct)
    {
        var startedAt = DateTimeOffset.UtcNow;
        var place = Path.Combine(folder.Root, string.Create(CultureInfo.InvariantCulture, $"base-{startedAt:yyyyMMdd'T'HHmmss}Z"));
        var unfinished = place + BackupFolder.Unfinished + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var (data, passwords) = (Path.Combine(unfinished, "data"), Path.Combine(unfinished, "passwords"));
        try
        {
            Folders.MakePrivate(unfinished, account: null);
            var server = new NpgsqlConnectionStringBuilder(connectionString);
            await File.WriteAllTextAsync(passwords, "*:*:*:*:" + (server.Password ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal), ct);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(passwords, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var address = string.Join(' ', new[] { ("host", server.Host), ("port", server.Port.ToString(CultureInfo.InvariantCulture)), ("user", server.Username), ("passfile", passwords) }
                .Where(part => part.Item2 is not null).Select(part => $"{part.Item1}='{part.Item2!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'"));
            var result = await Tool.RunAsync(
                [program, "--dbname=" + address, "--pgdata=" + data, "--wal-method=stream", "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password"], input: null, ct);
            if (!result.Succeeded)
                throw new BackupException($"pg_basebackup could not copy the server {server.Host}: {string.Join(' ', result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.')}; see that the role may replicate and pg_hba.conf lets it (ops/backup.md).");
            File.Delete(passwords);
            Record(data, startedAt, JsonSerializer.SerializeToElement(await about(), JsonSerializerOptions.Web)).Write(Path.Combine(unfinished, BaseBackup.RecordName));
            Directory.Move(unfinished, place);
            Posix.FlushFolder(folder.Root);
            return new BaseBackup(place, BackupRecord.Read(Path.Combine(place, BaseBackup.RecordName)));
        }
        finally
        {
            await Folders.DeleteAsync(unfinished, CancellationToken.None);
        }
    }

    private static BackupRecord Record(string data, DateTimeOffset startedAt, JsonElement about)
    {
        var label = File.ReadAllText(Path.Combine(data, "backup_label"));
        var files = FileManifest.Read(data);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, FileManifest.Name)));
        var range = manifest.RootElement.GetProperty("WAL-Ranges").EnumerateArray().Last();
        var (from, to) = (range.GetProperty("Start-LSN").GetString()!, range.GetProperty("End-LSN").GetString()!);
        var first = FirstWal().Match(label).Groups["name"].Value;
        var last = Directory.EnumerateFiles(Path.Combine(data, "pg_wal")).Select(Path.GetFileName).Where(name => name!.Length == first.Length).Max(StringComparer.Ordinal)!;
        return new BackupRecord(File.ReadAllText(Path.Combine(data, "PG_VERSION")).Trim(), startedAt, DateTimeOffset.UtcNow, from, to, first, last, files.Count, files.Sum(file => file.Size), about);
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"START WAL LOCATION: \S+ \(file (?<name>[0-9A-F]{24})\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstWal();
}
