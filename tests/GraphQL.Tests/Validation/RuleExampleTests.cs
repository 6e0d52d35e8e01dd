using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Validation;
using EventCatalog.GraphQL.Validation.Rules;

namespace EventCatalog.GraphQL.Tests.Validation;

/// <summary>
/// RuleExamples.json holds, for every rule, valid and invalid documents with the errors graphql-js 17.1.0 gave for them with all its
/// rules on: message and places, to the letter. The order of errors is nobody's promise and is not compared.
/// </summary>
public sealed class RuleExampleTests
{
    private static readonly Examples All = Recorded.Read<Examples>("Validation", "RuleExamples.json");

    private static readonly Schema Shared = new SchemaBuilder().Add(All.Schema).Build();

    public sealed record Examples(string Schema, IReadOnlyList<Example> Items);

    public sealed record Example(string Rule, string Document, string? Schema, IReadOnlyList<Expected> Errors);

    public sealed record Expected(string Message, IReadOnlyList<string> Locations);

    public static IEnumerable<TheoryDataRow<string, int>> Documents() =>
        All.Items.Select((example, index) => new TheoryDataRow<string, int>(example.Rule, index));

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_gets_the_errors_the_reference_gives(string rule, int index)
    {
        var example = All.Items[index];
        example.Rule.ShouldBe(rule);
        var schema = example.Schema is null ? Shared : new SchemaBuilder().Add(example.Schema).Build();

        var errors = DocumentValidator.Validate(schema, Parser.Parse(example.Document));

        errors.Select(e => Text(e.Message, e.Locations.Select(l => FormattableString.Invariant($"{l.Line}:{l.Column}"))))
            .Order(StringComparer.Ordinal)
            .ShouldBe(example.Errors.Select(e => Text(e.Message, e.Locations)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_has_a_valid_and_an_invalid_example()
    {
        foreach (var rule in AllRules.Create().Select(r => r.GetType().Name[..^"Rule".Length]))
        {
            var own = All.Items.Where(e => string.Equals(e.Rule, rule, StringComparison.Ordinal)).ToList();
            own.ShouldContain(e => e.Errors.Count == 0, rule);
            own.ShouldContain(e => e.Errors.Count > 0, rule);
        }
    }

    /// <summary>
    /// Decided by the specification's words, "If the Input Object is a OneOf Input Object ... the variable must be non-nullable"
    /// (All Variable Usages Are Allowed): graphql-js 17.1.0 overlooks it where the object itself stands in a non-null position.
    /// </summary>
    [Fact]
    public void A_nullable_variable_is_refused_in_a_oneOf_object_in_a_non_null_position_too() =>
        DocumentValidator.Validate(Shared, Parser.Parse("query Q($n: String) { pick(by: {name: $n}) { id } }"))
            .Select(e => e.Message)
            .ShouldBe(["Variable \"$n\" is of type \"String\" but must be non-nullable to be used for OneOf Input Object \"Pick\"."]);

    [Fact]
    public void The_optional_rules_refuse_what_they_are_for()
    {
        var schema = new SchemaBuilder()
            .Add("type Query { old(a: Int @deprecated, b: In, c: E): Int @deprecated(reason: \"gone\") } input In { x: Int @deprecated } enum E { A @deprecated }")
            .Build();

        DocumentValidator.Validate(schema, Parser.Parse("{ old(a: 1, b: {x: 2}, c: A) }"), [new NoDeprecatedRule()])
            .Select(e => e.Message)
            .ShouldBe([
                "The field Query.old is deprecated. gone",
                "The argument \"Query.old(a:)\" is deprecated. No longer supported",
                "The input field In.x is deprecated. No longer supported",
                "The enum value \"E.A\" is deprecated. No longer supported",
            ]);
        DocumentValidator.Validate(schema, Parser.Parse("{ __schema { description } __typename }"), [new NoSchemaIntrospectionRule()])
            .ShouldHaveSingleItem().Message.ShouldContain("the requested query contained the field \"__schema\"");
    }

    [Fact]
    public void Endless_faults_end_after_a_hundred()
    {
        var document = Parser.Parse("{ " + string.Concat(Enumerable.Repeat("x ", 500)) + "}");

        var errors = DocumentValidator.Validate(Shared, document);

        errors.Count.ShouldBe(101);
        errors[^1].Message.ShouldBe("Too many validation errors, error limit reached. Validation aborted.");
    }

    private static string Text(string message, IEnumerable<string> locations) => message + " @ " + string.Join(' ', locations);
}
