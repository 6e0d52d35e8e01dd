using System.Threading.Channels;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion;

/// <summary>Says when something in a folder has changed and has been quiet for a moment.</summary>
internal sealed class FolderWatch : IDisposable
{
    private const int MostFiles = 100;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FileSystemWatcher _watcher;
    private readonly TimeSpan _debounce;
    private readonly Lock _lock = new();
    private HashSet<string>? _changed = new(StringComparer.Ordinal);
    private long _lastChange;

    private FolderWatch(string folder, bool below, TimeSpan debounce)
    {
        _debounce = debounce;
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = below,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, change) => Note(change.FullPath);
        _watcher.Created += (_, change) => NoteNew(change.FullPath);
        _watcher.Deleted += (_, change) => Note(change.FullPath);
        _watcher.Renamed += (_, change) =>
        {
            Note(change.OldFullPath);
            NoteNew(change.FullPath);
        };
        // Too many changes at once: which ones, nobody knows.
        _watcher.Error += (_, _) => Note(null);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Watches what a source is read from; null for sources that are no folder, that are not there, or when the system has no watches left.</summary>
    public static FolderWatch? Of(string type, string target, TimeSpan debounce)
    {
        var folder = type switch
        {
            SourceTypes.Folder => target,
            SourceTypes.File => Path.GetDirectoryName(target),
            _ => null,
        };
        try
        {
            return folder is null || !Directory.Exists(folder) ? null : new FolderWatch(folder, below: type is SourceTypes.Folder, debounce);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The timer finds the changes too, only later.
        }
    }

    /// <summary>Waits for a change, and then until it has been quiet; not longer than ten times the quiet time.</summary>
    /// <returns>The files that may have changed since it was asked before; null when they are too many, or not known one by one.</returns>
    public async Task<IReadOnlyCollection<string>?> ChangedAsync(CancellationToken ct)
    {
        await _changes.Reader.ReadAsync(ct);
        var first = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _lastChange)) is var quiet && quiet < _debounce
            && TimeProvider.System.GetElapsedTime(first) < 10 * _debounce)
        {
            await Task.Delay(_debounce - quiet, ct);
        }

        _changes.Reader.TryRead(out _);
        lock (_lock)
        {
            var changed = _changed;
            _changed = new HashSet<string>(StringComparer.Ordinal);
            return changed;
        }
    }

    public void Dispose() => _watcher.Dispose();

    // What is in a new folder was there before it was watched.
    private void NoteNew(string path) => Note(Directory.Exists(path) && !IsIgnored(path) ? null : path);

    private void Note(string? path)
    {
        Interlocked.Exchange(ref _lastChange, TimeProvider.System.GetTimestamp());
        // A commit that follows an edit prolongs the wait, so that the crawl finds its author; alone it changes no descriptor.
        if (path is not null && IsIgnored(path))
            return;
        lock (_lock)
        {
            if (path is null || _changed?.Count == MostFiles)
                _changed = null;
            else
                _changed?.Add(path);
        }

        _changes.Writer.TryWrite(true);
    }

    private static bool IsIgnored(string path) =>
        path.Contains("/.git/", StringComparison.Ordinal) || path.EndsWith("/.git", StringComparison.Ordinal) || path.Contains("/node_modules/", StringComparison.Ordinal);
}
