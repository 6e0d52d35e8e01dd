using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

// Fields, arguments, members and values of the declared types.
internal sealed partial class SchemaAssembly
{
    private void Fill(DefinitionNode node)
    {
        switch (node)
        {
            case ObjectTypeDefinitionNode n when types.GetValueOrDefault(n.Name.Value) is ObjectType type:
                FillFields(type, n.Interfaces, n.Fields);
                break;
            case InterfaceTypeDefinitionNode n when types.GetValueOrDefault(n.Name.Value) is InterfaceType type:
                FillFields(type, n.Interfaces, n.Fields);
                break;
            case UnionTypeDefinitionNode n when types.GetValueOrDefault(n.Name.Value) is UnionType type:
                FillMembers(type, n.Types);
                break;
            case EnumTypeDefinitionNode n when types.GetValueOrDefault(n.Name.Value) is EnumType type:
                FillValues(type, n.Values);
                break;
            case InputObjectTypeDefinitionNode n when types.GetValueOrDefault(n.Name.Value) is InputObjectType type:
                FillInputs(n.Fields, type.FieldMap, name => $"{type.Name}.{name}", name => $"Field \"{type.Name}.{name}\" can only be defined once.");
                break;
            case DirectiveDefinitionNode n when directives.GetValueOrDefault(n.Name.Value) is { } directive:
                FillInputs(
                    n.Arguments, directive.ArgumentMap, name => $"@{directive.Name}({name}:)", name => $"Argument \"@{directive.Name}({name}:)\" can only be defined once.");
                break;
        }
    }

    private void FillFields(FieldsType type, IReadOnlyList<NamedTypeNode> interfaces, IReadOnlyList<FieldDefinitionNode> fields)
    {
        foreach (var reference in interfaces)
        {
            switch (types.GetValueOrDefault(reference.Name.Value))
            {
                case null:
                    Fault(Unknown(reference.Name.Value), reference);
                    break;
                case InterfaceType i when type.InterfaceList.Contains(i):
                    Fault($"Type {type} can only implement {i} once.", reference);
                    break;
                case InterfaceType i when ReferenceEquals(i, type):
                    Fault($"Type {type} cannot implement itself because it would create a circular reference.", reference);
                    break;
                case InterfaceType i:
                    type.InterfaceList.Add(i);
                    break;
                case var other:
                    Fault($"Type {type} must only implement Interface types, it cannot implement {other}.", reference);
                    break;
            }
        }

        foreach (var node in fields)
        {
            if (TypeOf(node.Type) is not { } fieldType)
                continue;
            var field = new FieldDefinition(type, node.Name.Value, fieldType)
            {
                Description = node.Description?.Value,
                AppliedDirectives = node.Directives,
            };
            FillInputs(node.Arguments, field.ArgumentMap, name => $"{field}({name}:)", name => $"Argument \"{field}({name}:)\" can only be defined once.");
            if (!type.FieldMap.TryAdd(field.Name, field))
                Fault($"Field \"{field}\" can only be defined once.", node.Name);
        }
    }

    private void FillMembers(UnionType type, IReadOnlyList<NamedTypeNode> members)
    {
        foreach (var reference in members)
        {
            switch (types.GetValueOrDefault(reference.Name.Value))
            {
                case null:
                    Fault(Unknown(reference.Name.Value), reference);
                    break;
                case ObjectType member when type.MemberList.Contains(member):
                    Fault($"Union type {type} can only include type {member} once.", reference);
                    break;
                case ObjectType member:
                    type.MemberList.Add(member);
                    break;
                case var other:
                    Fault($"Union type {type} can only include Object types, it cannot include {other}.", reference);
                    break;
            }
        }
    }

    private void FillValues(EnumType type, IReadOnlyList<EnumValueDefinitionNode> values)
    {
        foreach (var node in values)
        {
            var value = new EnumValueDefinition(node.Name.Value) { Description = node.Description?.Value };
            if (!type.ValueMap.TryAdd(value.Name, value))
                Fault($"Enum value \"{type.Name}.{value.Name}\" can only be defined once.", node.Name);
        }
    }

    private void FillInputs(
        IReadOnlyList<InputValueDefinitionNode> nodes,
        OrderedDictionary<string, InputValueDefinition> into,
        Func<string, string> coordinate,
        Func<string, string> duplicate)
    {
        foreach (var node in nodes)
        {
            if (TypeOf(node.Type) is not { } type)
                continue;
            var value = new InputValueDefinition(coordinate(node.Name.Value), node.Name.Value, type)
            {
                Description = node.Description?.Value,
                DefaultValue = node.DefaultValue,
                AppliedDirectives = node.Directives,
            };
            if (!into.TryAdd(value.Name, value))
                Fault(duplicate(value.Name), node.Name);
        }
    }

    private GraphQLType? TypeOf(TypeNode node)
    {
        switch (node)
        {
            case NonNullTypeNode n:
                return TypeOf(n.OfType) is { } inner ? new NonNullType(inner) : null;
            case ListTypeNode n:
                return TypeOf(n.OfType) is { } item ? new ListType(item) : null;
            default:
                var name = ((NamedTypeNode)node).Name.Value;
                if (types.TryGetValue(name, out var type))
                    return type;
                Fault(Unknown(name), node);
                return null;
        }
    }
}
