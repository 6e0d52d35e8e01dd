using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Optional: nothing deprecated is used; for tools that keep stored documents fresh. Source: https://spec.graphql.org/September2025/#sec--deprecated</summary>
public sealed class NoDeprecatedRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (field is null)
            return;
        if (field.DeprecationReason is { } reason)
            Report($"The field {field} is deprecated. {reason}", node);
        foreach (var given in node.Arguments)
        {
            if (field.ArgumentMap.GetValueOrDefault(given.Name.Value) is { DeprecationReason: { } why } argument)
                Report($"The argument \"{argument}\" is deprecated. {why}", given);
        }
    }

    protected internal override void EnterInput(ValueNode value, GraphQLType? type)
    {
        switch (value)
        {
            case ListValueNode list:
                foreach (var item in list.Values)
                    EnterInput(item, type?.Nullable is ListType l ? l.OfType : type);
                break;
            case ObjectValueNode given when type?.Named is InputObjectType input:
                foreach (var field in given.Fields)
                {
                    var known = input.FieldMap.GetValueOrDefault(field.Name.Value);
                    if (known?.DeprecationReason is { } reason)
                        Report($"The input field {known} is deprecated. {reason}", field);
                    EnterInput(field.Value, known?.Type);
                }

                break;
            case EnumValueNode name when type?.Named is EnumType e && e.ValueMap.GetValueOrDefault(name.Value) is { DeprecationReason: { } reason }:
                Report($"The enum value \"{e}.{name.Value}\" is deprecated. {reason}", name);
                break;
        }
    }
}
