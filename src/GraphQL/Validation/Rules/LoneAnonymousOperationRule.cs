using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>An operation without a name stands alone. Source: https://spec.graphql.org/September2025/#sec-Lone-Anonymous-Operation</summary>
public sealed class LoneAnonymousOperationRule : ValidationRule
{
    private int count;

    protected internal override void EnterDocument(DocumentNode node) =>
        count = node.Definitions.OfType<OperationDefinitionNode>().Count();

    protected internal override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Name is null && count > 1)
            Report("This anonymous operation must be the only defined operation.", node);
    }
}
