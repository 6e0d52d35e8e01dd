using System.Security.Cryptography;

namespace EventCatalog.EventStore;

/// <summary>The tree of <see cref="MerkleTree"/> with all its nodes, to prove single leaves. Source: RFC 6962, section 2.1.1, and RFC 9162, section 2.1.3.2</summary>
internal sealed class MerklePaths
{
    private readonly List<byte[][]> levels = [];

    public MerklePaths(IEnumerable<byte[]> leaves)
    {
        levels.Add([.. leaves.Select(leaf => SHA256.HashData([0, .. leaf]))]);
        // A last one without a neighbour goes up as it is: the same tree as one split at the largest power of two.
        while (levels[^1].Length > 1)
            levels.Add([.. levels[^1].Chunk(2).Select(pair => pair.Length == 2 ? MerkleTree.Node(pair[0], pair[1]) : pair[0])]);
    }

    /// <summary>The neighbours on the way from a leaf, counted from 0, to the root.</summary>
    public IReadOnlyList<byte[]> Of(long leaf)
    {
        var path = new List<byte[]>(levels.Count);
        foreach (var level in levels)
        {
            if ((leaf ^ 1) < level.Length && level.Length > 1)
                path.Add(level[leaf ^ 1]);
            leaf /= 2;
        }

        return path;
    }

    /// <summary>The root that a path leads to from a leaf; null when a tree of so many leaves has no such path.</summary>
    public static byte[]? Root(ReadOnlySpan<byte> leaf, long index, long leaves, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= leaves)
            return null;
        var (node, last, hash) = (index, leaves - 1, SHA256.HashData([0, .. leaf]));
        foreach (var neighbour in path)
        {
            while (node == last && node % 2 == 0 && last > 0)
                (node, last) = (node / 2, last / 2);
            if (last == 0)
                return null;
            hash = node % 2 == 1 ? MerkleTree.Node(neighbour, hash) : MerkleTree.Node(hash, neighbour);
            (node, last) = (node / 2, last / 2);
        }

        while (node == last && node % 2 == 0 && last > 0)
            (node, last) = (node / 2, last / 2);
        return last == 0 ? hash : null;
    }
}
