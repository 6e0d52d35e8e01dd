using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Every variable an operation defines is used. Source: https://spec.graphql.org/September2025/#sec-All-Variables-Used</summary>
public sealed class NoUnusedVariablesRule : ValidationRule
{
    protected internal override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Definitions.OfType<OperationDefinitionNode>().Where(o => o.VariableDefinitions.Count > 0))
        {
            var used = Context.UsagesOf(operation).Select(u => u.Node.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var variable in operation.VariableDefinitions.Where(v => !used.Contains(v.Variable.Name.Value)))
            {
                var where = operation.Name is null ? "" : $" in operation \"{operation.Name.Value}\"";
                Report($"Variable \"${variable.Variable.Name.Value}\" is never used{where}.", variable);
            }
        }
    }
}
