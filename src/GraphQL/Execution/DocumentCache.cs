using System.Collections.Concurrent;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Valid documents by their text. When full, the quarter that was unused longest goes.</summary>
internal sealed class DocumentCache(int capacity)
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Lock trimming = new();
    private long clock;

    public int Count => entries.Count;

    public PreparedDocument? Find(string text)
    {
        if (!entries.TryGetValue(text, out var entry))
            return null;
        entry.LastUsed = Interlocked.Increment(ref clock);
        return entry.Document;
    }

    public void Add(string text, PreparedDocument document)
    {
        if (capacity <= 0)
            return;
        entries[text] = new Entry(document) { LastUsed = Interlocked.Increment(ref clock) };
        if (entries.Count <= capacity)
            return;
        lock (trimming)
        {
            var excess = entries.Count - capacity;
            if (excess <= 0)
                return;
            foreach (var (key, _) in entries.OrderBy(e => e.Value.LastUsed).Take(Math.Max(excess, capacity / 4)).ToList())
                entries.TryRemove(key, out _);
        }
    }

    private sealed class Entry(PreparedDocument document)
    {
        public PreparedDocument Document { get; } = document;

        public long LastUsed { get; set; }
    }
}
