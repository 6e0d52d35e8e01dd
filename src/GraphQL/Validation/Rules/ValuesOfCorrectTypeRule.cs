using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Literals fit the type expected where they stand: scalars, enums, lists, input objects with known and required fields, oneOf. Source: https://spec.graphql.org/September2025/#sec-Values-of-Correct-Type</summary>
public sealed class ValuesOfCorrectTypeRule : ValidationRule
{
    protected internal override void EnterInput(ValueNode value, GraphQLType? type)
    {
        if (type is { IsInput: true })
            InputCoercion.Literal(value, type, variables: null, (message, _, literal) => Report(message, literal ?? value));
    }
}
