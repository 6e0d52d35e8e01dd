namespace EventCatalog.EventStore.Tests;

public sealed class FairShareTests
{
    private static readonly string[] Eight = ["a", "b", "c", "d", "e", "f", "g", "h"];

    [Theory]
    [InlineData(1, "8")]
    [InlineData(2, "4 4")]
    [InlineData(3, "2 3 3")]
    [InlineData(5, "0 2 2 2 2")]
    [InlineData(9, "0 1 1 1 1 1 1 1 1")]
    public void Nodes_that_start_together_do_about_the_same_each(int nodes, string each) =>
        Settled([.. Enumerable.Range(0, nodes).Select(n => Node(n, Eight))]).Values.GroupBy(owner => owner).Select(held => held.Count())
            .Concat(Enumerable.Repeat(0, nodes)).OrderDescending().Take(nodes).Order().ShouldBe(each.Split(' ').Select(int.Parse));

    [Fact]
    public void Who_comes_later_gets_a_share_and_the_first_in_order_stay_where_they_are()
    {
        var (one, two) = (Node(1, Eight), Node(2, Eight));
        var owners = Settled([one]);

        FairShare.Of(one, [one, two], owners, None).Releases.ShouldBe(["h", "g", "f", "e"]);
        owners = Settled([one, two], owners);
        owners.Where(each => each.Value == one.Id).Select(each => each.Key).Order(StringComparer.Ordinal).ShouldBe(["a", "b", "c", "d"]);
        FairShare.Of(one, [one, two], owners, None).ShouldSatisfyAllConditions(next => next.Claims.ShouldBeEmpty(), next => next.Releases.ShouldBeEmpty());
    }

    [Fact]
    public void Work_that_only_one_node_can_do_is_done_by_it_and_the_others_do_more_of_the_rest()
    {
        var (able, other) = (Node(1, [.. Eight, "only", "here", "known"]), Node(2, Eight));

        var owners = Settled([able, other]);
        owners.Count.ShouldBe(11);
        owners.Where(each => each.Key.Length > 1).ShouldAllBe(each => each.Value == able.Id);
    }

    [Fact]
    public void What_is_left_lying_is_taken_beyond_the_share_and_not_given_back_to_nobody()
    {
        var (one, two) = (Node(1, ["a", "b", "x"]), Node(2, ["a", "b"]));
        var owners = new Dictionary<string, Guid>(StringComparer.Ordinal) { ["a"] = one.Id, ["b"] = one.Id };

        FairShare.Of(one, [one, two], owners, None).Claims.ShouldBeEmpty();
        FairShare.Of(one, [one, two], owners, new HashSet<string>(StringComparer.Ordinal) { "x" }).Claims.ShouldBe(["x"]);
        FairShare.Of(one, [one], new Dictionary<string, Guid>(owners, StringComparer.Ordinal) { ["x"] = one.Id }, None).Releases.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_wanted_any_more_is_given_back()
    {
        var one = Node(1, ["a"]);
        FairShare.Of(one, [one], new Dictionary<string, Guid>(StringComparer.Ordinal) { ["a"] = one.Id, ["gone"] = one.Id }, None).Releases.ShouldBe(["gone"]);
    }

    private static readonly IReadOnlySet<string> None = new HashSet<string>(StringComparer.Ordinal);

    private static LiveNode Node(int number, IReadOnlyList<string> wants) => new(new Guid(number, 0, 0, new byte[8]), $"node {number}", wants);

    /// <summary>Who owns what when every node has looked often enough in turn.</summary>
    private static Dictionary<string, Guid> Settled(IReadOnlyList<LiveNode> nodes, Dictionary<string, Guid>? before = null)
    {
        var owners = new Dictionary<string, Guid>(before ?? [], StringComparer.Ordinal);
        var left = nodes.ToDictionary(node => node.Id, _ => None);
        for (var round = 0; round < 20; round++)
        {
            foreach (var node in nodes)
            {
                var (claims, releases) = FairShare.Of(node, nodes, owners, left[node.Id]);
                foreach (var name in releases)
                    owners.Remove(name);
                foreach (var name in claims)
                    owners[name] = node.Id;
                left[node.Id] = node.Wants.Where(name => !owners.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
            }
        }

        return owners;
    }
}
