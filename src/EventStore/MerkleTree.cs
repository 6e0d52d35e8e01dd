using System.Security.Cryptography;

namespace EventCatalog.EventStore;

/// <summary>The root over leaves given one after the other, in memory for the tree's height only. Source: RFC 6962, section 2.1</summary>
internal sealed class MerkleTree
{
    private readonly Stack<(int Height, byte[] Hash)> peaks = new();

    public long Leaves { get; private set; }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        Leaves++;
        var top = (Height: 0, Hash: SHA256.HashData([0, .. leaf]));
        while (peaks.TryPeek(out var left) && left.Height == top.Height)
            top = (top.Height + 1, Node(peaks.Pop().Hash, top.Hash));
        peaks.Push(top);
    }

    /// <summary>Of no leaves, the hash of nothing.</summary>
    public byte[] Root()
    {
        if (peaks.Count == 0)
            return SHA256.HashData([]);
        using var fromRight = peaks.GetEnumerator();
        fromRight.MoveNext();
        var root = fromRight.Current.Hash;
        while (fromRight.MoveNext())
            root = Node(fromRight.Current.Hash, root);
        return root;
    }

    internal static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
