using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Variables are scalars, enums or input objects. Source: https://spec.graphql.org/September2025/#sec-Variables-Are-Input-Types</summary>
public sealed class VariablesAreInputTypesRule : ValidationRule
{
    protected internal override void EnterVariableDefinition(VariableDefinitionNode node)
    {
        if (Schema.TypeOf(node.Type) is { IsInput: false })
            Report($"Variable \"${node.Variable.Name.Value}\" cannot be non-input type \"{Printer.Print(node.Type)}\".", node.Type);
    }
}
