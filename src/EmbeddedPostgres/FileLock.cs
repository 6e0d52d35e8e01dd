namespace EventCatalog.EmbeddedPostgres;

/// <summary>An operating-system lock on a file: gone when the process is, however it ended.</summary>
internal static class FileLock
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    /// <summary>Held by one; null when anyone holds it, alone or shared.</summary>
    public static FileStream? TryExclusive(string path) =>
        TryOpen(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Held by many; null when one holds it alone.</summary>
    public static FileStream? TryShared(string path)
    {
        if (!File.Exists(path)) TryExclusive(path)?.Dispose();
        return TryOpen(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    /// <summary>Waits its turn.</summary>
    /// <exception cref="TimeoutException">Somebody else kept it for the whole time.</exception>
    public static async Task<FileStream> ExclusiveAsync(string path, TimeSpan patience, CancellationToken ct)
    {
        var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            if (TryExclusive(path) is { } held) return held;
            if (Environment.TickCount64 > deadline) throw new TimeoutException($"{path} stayed locked for {patience}.");
            await Task.Delay(20, ct);
        }
    }

    private static FileStream? TryOpen(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, access, share, bufferSize: 1);
        }
        catch (IOException e) when (e.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }
}
