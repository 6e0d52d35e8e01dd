namespace EventCatalog.GraphQL;

/// <summary>
/// The directives by which a schema says what its fields cost. A schema that uses them adds <see cref="Sdl"/> as a slice. Without
/// them a field costs 1, and a list's items count as many times as its own <c>first</c> or <c>last</c> says, or that of the
/// connection around its <c>edges</c> or <c>nodes</c>, else ten times.
/// Source: https://ibm.github.io/graphql-specs/cost-spec.html (with whole numbers for weights).
/// </summary>
public static class CostDirectives
{
    /// <summary>The definitions of <c>@cost</c> and <c>@listSize</c>.</summary>
    public const string Sdl = """"
        """What answering the field costs beside the 1 each field costs; at least 0."""
        directive @cost(weight: Int!) on FIELD_DEFINITION

        """How many items a list is expected to have, for the cost of what is selected below it."""
        directive @listSize(
          """The items expected where no slicing argument is given."""
          assumedSize: Int
          """Int arguments that bound the list, of which the greatest given counts; a dot reaches into an input object."""
          slicingArguments: [String!]
          """The list fields of the answered object that the size is about, when the field itself is no list."""
          sizedFields: [String!]
          """Whether exactly one slicing argument must be given. Without slicing arguments it says nothing."""
          requireOneSlicingArgument: Boolean = true
        ) on FIELD_DEFINITION
        """";
}
