namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>The recorded lines of every comparison; no Node is needed. How to record them anew is in README.md.</summary>
public sealed class TypeSystemTests
{
    [Theory]
    [InlineData("blockstrings", 500)]
    [InlineData("coercion", 4_500)]
    [InlineData("coordinates", 1_000)]
    [InlineData("documents", 1_500)]
    [InlineData("mutants", 3_000)]
    [InlineData("schemas", 16)]
    [InlineData("specification", 290)]
    public void What_was_recorded_is_answered_as_graphql_js_answered_it(string name, int atLeast)
    {
        var (count, differences) = LineComparisons.CompareRecorded(name);

        count.ShouldBeGreaterThanOrEqualTo(atLeast);
        differences.Count.ShouldBe(0, string.Join("\n\n", differences.Take(5)));
    }
}
