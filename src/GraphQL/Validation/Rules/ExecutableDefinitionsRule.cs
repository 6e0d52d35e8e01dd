using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>A document to execute holds operations and fragments only. Source: https://spec.graphql.org/September2025/#sec-Executable-Definitions</summary>
public sealed class ExecutableDefinitionsRule : ValidationRule
{
    protected internal override void EnterDocument(DocumentNode node)
    {
        foreach (var definition in node.Definitions)
        {
            var name = definition switch
            {
                OperationDefinitionNode or FragmentDefinitionNode => null,
                TypeDefinitionNode type => $"\"{type.Name.Value}\"",
                DirectiveDefinitionNode directive => $"\"{directive.Name.Value}\"",
                _ => "schema",
            };
            if (name is not null)
                Report($"The {name} definition is not executable.", definition);
        }
    }
}
