using System.Text.Json;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>Who serves a data folder. Read from a file beside the lock, so it is null fields at worst, never wrong about being held.</summary>
/// <param name="ProcessId">0 when the holder had not written it yet.</param>
/// <param name="Url">Null until the holder announced one.</param>
public sealed record LockHolder(int ProcessId, DateTimeOffset Since, string Description, Uri? Url);

/// <summary>The right to be the one portal of a data folder. An operating-system lock: freed with the process, <c>kill -9</c> included.</summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream held;
    private readonly string holderFile;
    private LockHolder holder;

    private DataFolderLock(FileStream held, string holderFile, LockHolder holder)
    {
        this.held = held;
        this.holderFile = holderFile;
        this.holder = holder;
        Write();
    }

    /// <summary>Takes the lock, or says who has it; exactly one of result and <paramref name="takenBy"/> is null.</summary>
    /// <param name="folder">Made when missing.</param>
    /// <param name="description">What the holder is doing, for the other's message: <c>serve</c>.</param>
    /// <exception cref="StartException">The folder cannot be made or written.</exception>
    public static DataFolderLock? TryAcquire(string folder, string description, out LockHolder? takenBy)
    {
        var file = Path.Combine(folder, "portal.json");
        try
        {
            Folders.MakeData(folder);
            var mine = FileLock.TryExclusive(Path.Combine(folder, "portal.lock"));
            takenBy = mine is null ? Read(file) : null;
            return mine is null
                ? null
                : new DataFolderLock(mine, file, new LockHolder(Environment.ProcessId, DateTimeOffset.UtcNow, description, Url: null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Folders.NotWritable(folder, e);
        }
    }

    /// <summary>Tells others where the portal answers.</summary>
    public void Announce(Uri url)
    {
        holder = holder with { Url = url };
        Write();
    }

    public void Dispose()
    {
        File.Delete(holderFile);
        held.Dispose();
    }

    private void Write()
    {
        var fresh = holderFile + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(holder));
        File.Move(fresh, holderFile, overwrite: true);
    }

    private static LockHolder Read(string holderFile)
    {
        var unknown = new LockHolder(0, DateTimeOffset.UnixEpoch, "another process", Url: null);
        try
        {
            return JsonSerializer.Deserialize<LockHolder>(File.ReadAllText(holderFile)) ?? unknown;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return unknown; // the holder is between taking the lock and writing its name
        }
    }
}
