using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>The schema has the root type an operation starts at. Source: https://spec.graphql.org/September2025/#sec-Operation-Type-Existence</summary>
public sealed class KnownOperationTypesRule : ValidationRule
{
    protected internal override void EnterOperation(OperationDefinitionNode node)
    {
        if (Schema.RootType(node.Operation) is null)
            Report($"The {node.Keyword} operation is not supported by the schema.", node);
    }
}
