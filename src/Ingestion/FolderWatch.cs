using System.Threading.Channels;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion;

/// <summary>Says when something in a folder has changed and has been quiet for a moment.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FileSystemWatcher _watcher;
    private readonly TimeSpan _debounce;
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
        _watcher.Created += (_, change) => Note(change.FullPath);
        _watcher.Deleted += (_, change) => Note(change.FullPath);
        _watcher.Renamed += (_, change) => Note(change.FullPath);
        // Too many changes at once: which ones does not matter.
        _watcher.Error += (_, _) => Note(folder);
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
    public async Task ChangedAsync(CancellationToken ct)
    {
        await _changes.Reader.ReadAsync(ct);
        var first = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _lastChange)) is var quiet && quiet < _debounce
            && TimeProvider.System.GetElapsedTime(first) < 10 * _debounce)
        {
            await Task.Delay(_debounce - quiet, ct);
        }

        _changes.Reader.TryRead(out _);
    }

    public void Dispose() => _watcher.Dispose();

    private void Note(string path)
    {
        Interlocked.Exchange(ref _lastChange, TimeProvider.System.GetTimestamp());
        // A commit that follows an edit prolongs the wait, so that the crawl finds its author; alone it changes no descriptor.
        if (!path.Contains("/.git/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal))
            _changes.Writer.TryWrite(true);
    }
}
