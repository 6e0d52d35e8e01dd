namespace EventCatalog.Api.GraphQL;

/// <summary>
/// Documents that callers left here by their hash, so that the next time the hash will do. The longest unused go first
/// when there are too many or they are too long together. Safe for any number of requests at once.
/// Source: https://www.apollographql.com/docs/apollo-server/performance/apq
/// </summary>
/// <param name="maxDocuments">How many are kept.</param>
/// <param name="maxCharacters">How long they may be together; a longer one is not kept at all.</param>
public sealed class AutomaticPersistedQueries(int maxDocuments = 1_000, int maxCharacters = 4 * 1024 * 1024)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Hash, string Text)>> byHash = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Hash, string Text)> byUse = new();
    private long characters;

    public string? Find(string hash)
    {
        lock (gate)
        {
            if (!byHash.TryGetValue(hash, out var node))
                return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Text;
        }
    }

    /// <param name="hash">The hash of the text; the caller has checked that it is.</param>
    public void Remember(string hash, string text)
    {
        lock (gate)
        {
            if (text.Length > maxCharacters || byHash.ContainsKey(hash))
                return;
            byHash.Add(hash, byUse.AddFirst((hash, text)));
            characters += text.Length;
            while (byHash.Count > maxDocuments || characters > maxCharacters)
            {
                var oldest = byUse.Last!.Value;
                byUse.RemoveLast();
                byHash.Remove(oldest.Hash);
                characters -= oldest.Text.Length;
            }
        }
    }
}
