using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>A variable's type fits every place it is used at, defaults considered. Source: https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed</summary>
public sealed class VariablesInAllowedPositionRule : ValidationRule
{
    protected internal override void LeaveDocument(DocumentNode node)
    {
        foreach (var operation in node.Definitions.OfType<OperationDefinitionNode>())
        {
            var definitions = new Dictionary<string, VariableDefinitionNode>(StringComparer.Ordinal);
            foreach (var definition in operation.VariableDefinitions)
                definitions[definition.Variable.Name.Value] = definition;
            foreach (var usage in Context.UsagesOf(operation))
            {
                if (usage.Type is not null
                    && definitions.TryGetValue(usage.Node.Name.Value, out var definition)
                    && Schema.TypeOf(definition.Type) is { } type)
                    Check(definition, type, usage, usage.Type);
            }
        }
    }

    private void Check(VariableDefinitionNode definition, GraphQLType type, VariableUsage usage, GraphQLType expected)
    {
        var name = usage.Node.Name.Value;
        if (!IsAllowed(definition, type, usage, expected))
            Report($"Variable \"${name}\" of type \"{type}\" used in position expecting type \"{expected}\".", definition, usage.Node);
        if (usage.ParentType is InputObjectType { IsOneOf: true } && !type.IsNonNull)
        {
            Report(
                $"Variable \"${name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object \"{usage.ParentType}\".",
                definition,
                usage.Node);
        }
    }

    private bool IsAllowed(VariableDefinitionNode definition, GraphQLType type, VariableUsage usage, GraphQLType expected)
    {
        if (!expected.IsNonNull || type.IsNonNull)
            return Schema.IsSubType(type, expected);
        var hasDefault = definition.DefaultValue is not (null or NullValueNode) || usage.HasLocationDefault;
        return hasDefault && Schema.IsSubType(type, expected.Nullable);
    }
}
