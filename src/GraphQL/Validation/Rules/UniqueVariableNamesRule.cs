using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>An operation defines each variable once. Source: https://spec.graphql.org/September2025/#sec-Variable-Uniqueness</summary>
public sealed class UniqueVariableNamesRule : ValidationRule
{
    protected internal override void EnterOperation(OperationDefinitionNode node)
    {
        foreach (var same in node.VariableDefinitions.GroupBy(v => v.Variable.Name.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
            Report($"There can be only one variable named \"${same.Key}\".", same.Select(v => v.Variable.Name));
    }
}
