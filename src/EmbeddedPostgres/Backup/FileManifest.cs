using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>One file of a base backup.</summary>
/// <param name="Path">Below the cluster's folder, with slashes.</param>
/// <param name="Hash">SHA-256, lower-case hex.</param>
internal sealed record BackedUpFile(string Path, long Size, DateTime ModifiedAt, string Hash);

/// <summary>
/// The file <c>backup_manifest</c> as pg_basebackup writes it, so that pg_verifybackup of the same major version can check a base backup too.
/// Source: https://www.postgresql.org/docs/18/backup-manifest-format.html
/// </summary>
internal static class FileManifest
{
    public const string Name = "backup_manifest";

    public static void Write(string data, int major, ulong systemIdentifier, IEnumerable<BackedUpFile> files, WalSegment first, string from, string to)
    {
        // A line each, as the original; the last line is a hash over all before it.
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{ \"PostgreSQL-Backup-Manifest-Version\": {(major >= 17 ? 2 : 1)},\n");
        if (major >= 17) text.Append(CultureInfo.InvariantCulture, $"\"System-Identifier\": {systemIdentifier},\n");
        text.Append("\"Files\": [\n").AppendJoin(",\n", files.Select(Line)).Append("\n],\n");
        text.Append(CultureInfo.InvariantCulture, $"\"WAL-Ranges\": [\n{{ \"Timeline\": {first.Timeline}, \"Start-LSN\": \"{from}\", \"End-LSN\": \"{to}\" }}\n],\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        text.Append(CultureInfo.InvariantCulture, $"\"Manifest-Checksum\": \"{hash}\"}}\n");
        using var stream = new FileStream(Path.Combine(data, Name), FileMode.CreateNew, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        stream.Flush(flushToDisk: true);
    }

    /// <exception cref="BackupException">It is missing or not whole.</exception>
    public static IReadOnlyList<BackedUpFile> Read(string data)
    {
        var path = Path.Combine(data, Name);
        try
        {
            var text = File.ReadAllText(path);
            var end = text.LastIndexOf("\"Manifest-Checksum\"", StringComparison.Ordinal);
            using var document = JsonDocument.Parse(text);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text[..end])));
            if (!string.Equals(hash, document.RootElement.GetProperty("Manifest-Checksum").GetString(), StringComparison.Ordinal))
                throw Damaged(path, "its own hash does not fit");
            return
            [
                .. document.RootElement.GetProperty("Files").EnumerateArray().Select(file => new BackedUpFile(
                    file.GetProperty("Path").GetString()!, file.GetProperty("Size").GetInt64(), default, file.GetProperty("Checksum").GetString()!)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or ArgumentOutOfRangeException)
        {
            throw Damaged(path, e.Message.TrimEnd('.'), e);
        }
    }

    public static BackupException Damaged(string path, string what, Exception? cause = null) =>
        new($"The base backup is damaged: {path}: {what}; move it away, and an older one will be used with the write-ahead log since.", cause!);

    private static string Line(BackedUpFile file) => string.Create(CultureInfo.InvariantCulture,
        $"{{ \"Path\": {JsonSerializer.Serialize(file.Path)}, \"Size\": {file.Size}, \"Last-Modified\": \"{file.ModifiedAt:yyyy-MM-dd HH:mm:ss} GMT\", \"Checksum-Algorithm\": \"SHA256\", \"Checksum\": \"{file.Hash}\" }}");
}
