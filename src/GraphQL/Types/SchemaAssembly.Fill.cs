using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

// Fields, arguments, members and values of the declared types.
internal sealed partial class SchemaAssembly
{
    private readonly HashSet<UnionType> unionsWithMembers = [];

    /// <summary>Whether the text names any member, fit to be one or not.</summary>
    public bool NamesMembers(UnionType type) => unionsWithMembers.Contains(type);

    private void Fill(DefinitionNode node)
    {
        switch (node)
        {
            case ObjectTypeDefinitionNode n:
                FillFields((FieldsType)types[n.Name.Value], n.Interfaces, n.Fields);
                break;
            case InterfaceTypeDefinitionNode n:
                FillFields((FieldsType)types[n.Name.Value], n.Interfaces, n.Fields);
                break;
            case UnionTypeDefinitionNode n:
                FillMembers((UnionType)types[n.Name.Value], n.Types);
                break;
            case EnumTypeDefinitionNode n:
                FillValues((EnumType)types[n.Name.Value], n.Values);
                break;
            case InputObjectTypeDefinitionNode n:
                FillInputs(n.Fields, ((InputObjectType)types[n.Name.Value]).FieldMap, name => $"{n.Name.Value}.{name}");
                break;
            case DirectiveDefinitionNode n:
                FillInputs(n.Arguments, directives[n.Name.Value].ArgumentMap, name => $"@{n.Name.Value}({name}:)");
                break;
        }
    }

    private void FillFields(FieldsType type, IReadOnlyList<NamedTypeNode> interfaces, IReadOnlyList<FieldDefinitionNode> fields)
    {
        foreach (var reference in interfaces)
        {
            switch (types[reference.Name.Value])
            {
                case InterfaceType i when ReferenceEquals(i, type):
                    Fault($"Type {type} cannot implement itself because it would create a circular reference.", reference);
                    type.InterfaceList.Add(i);
                    break;
                case InterfaceType i when type.InterfaceList.Contains(i):
                    Fault($"Type {type} can only implement {i} once.", reference);
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
            var field = new FieldDefinition(type, node.Name.Value, TypeOf(node.Type))
            {
                Description = node.Description?.Value,
                AppliedDirectives = node.Directives,
            };
            FillInputs(node.Arguments, field.ArgumentMap, name => $"{field}({name}:)");
            type.FieldMap.Add(field.Name, field);
        }
    }

    private void FillMembers(UnionType type, IReadOnlyList<NamedTypeNode> members)
    {
        foreach (var reference in members)
        {
            unionsWithMembers.Add(type);
            switch (types[reference.Name.Value])
            {
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

    private static void FillValues(EnumType type, IReadOnlyList<EnumValueDefinitionNode> values)
    {
        foreach (var node in values)
        {
            var value = new EnumValueDefinition(node.Name.Value) { Description = node.Description?.Value, AppliedDirectives = node.Directives };
            type.ValueMap.Add(value.Name, value);
        }
    }

    private void FillInputs(
        IReadOnlyList<InputValueDefinitionNode> nodes, OrderedDictionary<string, InputValueDefinition> into, Func<string, string> coordinate)
    {
        foreach (var node in nodes)
        {
            into.Add(node.Name.Value, new InputValueDefinition(coordinate(node.Name.Value), node.Name.Value, TypeOf(node.Type))
            {
                Description = node.Description?.Value,
                DefaultValue = node.DefaultValue,
                AppliedDirectives = node.Directives,
            });
        }
    }

    private GraphQLType TypeOf(TypeNode node) => node switch
    {
        NonNullTypeNode n => new NonNullType(TypeOf(n.OfType)),
        ListTypeNode n => new ListType(TypeOf(n.OfType)),
        _ => types[((NamedTypeNode)node).Name.Value],
    };
}
