using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Every variable an operation uses, through fragments too, is defined by it. Source: https://spec.graphql.org/September2025/#sec-All-Variable-Uses-Defined</summary>
public sealed class NoUndefinedVariablesRule : ValidationRule
{
    protected internal override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Definitions.OfType<OperationDefinitionNode>())
        {
            var defined = operation.VariableDefinitions.Select(v => v.Variable.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var usage in Context.UsagesOf(operation).Where(u => !defined.Contains(u.Node.Name.Value)))
            {
                var by = operation.Name is null ? "" : $" by operation \"{operation.Name.Value}\"";
                Report($"Variable \"${usage.Node.Name.Value}\" is not defined{by}.", usage.Node, operation);
            }
        }
    }
}
