using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Tests.Language;

/// <summary>SyntaxExamples.json holds texts with what graphql-js 17.1.0 printed for them, or why and where it refused them.</summary>
public sealed class SyntaxTests
{
    private static readonly IReadOnlyList<Example> All = Recorded.Read<List<Example>>("Language", "SyntaxExamples.json");

    public sealed record Example(string Text, string? Printed, string? Message, string? At);

    public static IEnumerable<TheoryDataRow<int>> Texts() => Enumerable.Range(0, All.Count).Select(i => new TheoryDataRow<int>(i));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_read_or_refused_as_the_reference_does(int index)
    {
        var example = All[index];
        string Read() => Printer.Print(Parser.Parse(example.Text));

        if (example.Printed is not null)
        {
            Read().ShouldBe(example.Printed, example.Text);
            return;
        }

        var error = Should.Throw<GraphQLSyntaxError>(Read);
        error.Message.ShouldBe(example.Message, example.Text);
        FormattableString.Invariant($"{error.Locations[0].Line}:{error.Locations[0].Column}").ShouldBe(example.At, example.Text);
    }

    /// <summary>Decided by the specification, <c>SelectionSet : { Selection+ }</c>: graphql-js 17.1.0 reads empty sets.</summary>
    [Fact]
    public void An_empty_selection_set_is_refused() =>
        Should.Throw<GraphQLSyntaxError>(() => Parser.Parse("{ }")).Message.ShouldBe("Syntax Error: Expected Name, found \"}\".");

    /// <summary>Found by the side-by-side comparison: the reference has read on by then.</summary>
    [Fact]
    public void What_stands_behind_an_unknown_directive_location_is_refused_first() =>
        Should.Throw<GraphQLSyntaxError>(() => Parser.Parse("directive @extra on FIEL\\D")).Message.ShouldStartWith("Syntax Error: Unexpected character: \"\\\"");

    [Fact]
    public void Too_many_tokens_are_refused() =>
        Should.Throw<GraphQLError>(() => Parser.Parse("{ a b c d }", new ParserOptions(MaxTokens: 5))).Code.ShouldBe("TOO_MANY_TOKENS");

    [Fact]
    public void A_megabyte_of_brackets_is_refused_without_overflow()
    {
        foreach (var text in new[] { "{ a(b: " + new string('[', 1_000_000), string.Concat(Enumerable.Repeat("{a", 500_000)), "query ($a: " + new string('[', 1_000_000) })
            Should.Throw<GraphQLError>(() => Parser.Parse(text, new ParserOptions(MaxTokens: int.MaxValue))).Code.ShouldBe("TOO_DEEP");
    }

    [Fact]
    public void Single_values_and_types_are_read_alone()
    {
        Printer.Print(Parser.ParseValue("[1, {a: $b}]")).ShouldBe("[1, { a: $b }]");
        Printer.Print(Parser.ParseType("[Int!]!")).ShouldBe("[Int!]!");
        Should.Throw<GraphQLSyntaxError>(() => Parser.ParseType("Int Int"));
    }
}
