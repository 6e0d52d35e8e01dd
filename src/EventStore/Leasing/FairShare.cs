namespace EventCatalog.EventStore;

/// <summary>A node that is awake, and the work it could do.</summary>
internal sealed record LiveNode(Guid Id, string Name, IReadOnlyList<string> Wants);

/// <summary>
/// What one node takes and gives back, so that each does about the same number of things and every piece of work is done. Nodes may
/// differ in what they can do, as those of two versions do.
/// </summary>
internal static class FairShare
{
    /// <param name="owners">Work that is done, and by which living node.</param>
    /// <param name="leftLying">What was free when this node looked last; whoever sees it now takes it, beyond its share too.</param>
    public static (IReadOnlyList<string> Claims, IReadOnlyList<string> Releases) Of(
        LiveNode me, IReadOnlyList<LiveNode> nodes, IReadOnlyDictionary<string, Guid> owners, IReadOnlySet<string> leftLying)
    {
        var held = nodes.ToDictionary(node => node.Id, node => owners.Values.Count(owner => owner == node.Id));
        var shares = nodes.ToDictionary(node => node.Id, node => ShareOf(node, nodes));
        var releases = owners.Where(each => each.Value == me.Id && !me.Wants.Contains(each.Key, StringComparer.Ordinal)).Select(each => each.Key).ToList();
        held[me.Id] -= releases.Count;

        // By name, the first are kept longest: crawling stays where the crawler's memory is.
        foreach (var name in owners.Where(each => each.Value == me.Id).Select(each => each.Key).Except(releases, StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal).ToList())
        {
            if (held[me.Id] <= shares[me.Id])
                break;
            if (nodes.FirstOrDefault(other => other.Wants.Contains(name, StringComparer.Ordinal) && held[other.Id] < shares[other.Id]) is not { } heir)
                continue;
            releases.Add(name);
            held[me.Id]--;
            held[heir.Id]++;
        }

        var claims = new List<string>();
        foreach (var name in me.Wants.Where(name => !owners.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            if (held[me.Id] >= shares[me.Id] && !leftLying.Contains(name))
                continue;
            claims.Add(name);
            held[me.Id]++;
        }

        return (claims, releases);
    }

    private static int ShareOf(LiveNode node, IReadOnlyList<LiveNode> nodes) =>
        (int)Math.Ceiling(node.Wants.Sum(name => 1.0 / nodes.Count(each => each.Wants.Contains(name, StringComparer.Ordinal))) - 1e-9);
}
