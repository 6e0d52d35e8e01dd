using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

// Directives written in the SDL: are they known, in place and well given; and what the built-in ones mean.
internal sealed partial class SchemaAssembly
{
    private readonly Dictionary<string, HashSet<string>> seenByOwner = new(StringComparer.Ordinal);

    private void ApplyDirectives(DefinitionNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode n:
                Check(n.Directives, "SCHEMA", "schema");
                break;
            case DirectiveDefinitionNode n when directives.GetValueOrDefault(n.Name.Value) is { } directive:
                ApplyToInputs(n.Arguments, directive.ArgumentMap, "ARGUMENT_DEFINITION");
                break;
            case TypeDefinitionNode n when types.GetValueOrDefault(n.Name.Value) is { } type:
                ApplyToType(n, type);
                break;
        }
    }

    private void ApplyToType(TypeDefinitionNode node, NamedType type)
    {
        type.AppliedDirectives = [.. type.AppliedDirectives, .. node.Directives];
        switch (node)
        {
            case ScalarTypeDefinitionNode when type is ScalarType scalar:
                Check(node.Directives, "SCALAR", node.Name.Value);
                if (StringArgument(node.Directives, "specifiedBy", "url") is { } url)
                    scalar.SpecifiedByUrl = url;
                break;
            case ObjectTypeDefinitionNode n when type is FieldsType fields:
                Check(node.Directives, "OBJECT", node.Name.Value);
                ApplyToFields(n.Fields, fields);
                break;
            case InterfaceTypeDefinitionNode n when type is FieldsType fields:
                Check(node.Directives, "INTERFACE", node.Name.Value);
                ApplyToFields(n.Fields, fields);
                break;
            case UnionTypeDefinitionNode:
                Check(node.Directives, "UNION", node.Name.Value);
                break;
            case EnumTypeDefinitionNode n when type is EnumType e:
                Check(node.Directives, "ENUM", node.Name.Value);
                foreach (var value in n.Values)
                {
                    Check(value.Directives, "ENUM_VALUE", owner: null);
                    e.ValueMap[value.Name.Value].DeprecationReason ??= Deprecation(value.Directives);
                }

                break;
            case InputObjectTypeDefinitionNode n when type is InputObjectType input:
                Check(node.Directives, "INPUT_OBJECT", node.Name.Value);
                if (Named(node.Directives, "oneOf") is { } oneOf)
                {
                    if (node.IsExtension)
                        Fault($"Directive \"@oneOf\" may not be added to \"{input.Name}\" by an extension.", oneOf);
                    input.IsOneOf = true;
                }

                ApplyToInputs(n.Fields, input.FieldMap, "INPUT_FIELD_DEFINITION");
                break;
        }
    }

    private void ApplyToFields(IReadOnlyList<FieldDefinitionNode> nodes, FieldsType type)
    {
        foreach (var node in nodes)
        {
            Check(node.Directives, "FIELD_DEFINITION", owner: null);
            if (!type.FieldMap.TryGetValue(node.Name.Value, out var field))
                continue;
            field.DeprecationReason ??= Deprecation(node.Directives);
            ApplyToInputs(node.Arguments, field.ArgumentMap, "ARGUMENT_DEFINITION");
        }
    }

    private void ApplyToInputs(
        IReadOnlyList<InputValueDefinitionNode> nodes, OrderedDictionary<string, InputValueDefinition> values, string location)
    {
        foreach (var node in nodes)
        {
            Check(node.Directives, location, owner: null);
            if (values.TryGetValue(node.Name.Value, out var value))
                value.DeprecationReason ??= Deprecation(node.Directives);
        }
    }

    private void Check(IReadOnlyList<DirectiveNode> nodes, string location, string? owner)
    {
        // Definition and extensions of one type are one location, so what was seen is kept by the owner's name.
        var seen = owner is null ? [] : CollectionOf(owner);
        foreach (var node in nodes)
        {
            if (!directives.TryGetValue(node.Name.Value, out var directive))
            {
                Fault($"Unknown directive \"@{node.Name.Value}\".", node);
                continue;
            }

            if (!directive.Locations.Contains(location, StringComparer.Ordinal))
                Fault($"Directive \"@{directive.Name}\" may not be used on {location}.", node);
            if (!seen.Add(directive.Name) && !directive.IsRepeatable)
                Fault($"The directive \"@{directive.Name}\" can only be used once at this location.", node);
            CheckArguments(node, directive);
        }
    }

    private HashSet<string> CollectionOf(string owner)
    {
        if (!seenByOwner.TryGetValue(owner, out var seen))
            seenByOwner.Add(owner, seen = new HashSet<string>(StringComparer.Ordinal));
        return seen;
    }

    private void CheckArguments(DirectiveNode node, DirectiveDefinition directive)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in node.Arguments)
        {
            if (!given.Add(argument.Name.Value))
                Fault($"There can be only one argument named \"{argument.Name.Value}\".", argument.Name);
            else if (!directive.ArgumentMap.TryGetValue(argument.Name.Value, out var definition))
                Fault($"Unknown argument \"{argument.Name.Value}\" on directive \"@{directive.Name}\".{Suggestions.DidYouMean(Suggestions.For(argument.Name.Value, directive.ArgumentMap.Keys))}", argument);
            else
                InputCoercion.Literal(argument.Value, definition.Type, variables: null, (message, _, place) => Fault(message, place ?? argument.Value));
        }

        foreach (var required in directive.ArgumentMap.Values.Where(a => a.IsRequired && !given.Contains(a.Name)))
            Fault($"Argument \"{required}\" of type \"{required.Type}\" is required, but it was not provided.", node);
    }

    private static DirectiveNode? Named(IReadOnlyList<DirectiveNode> nodes, string name) =>
        nodes.FirstOrDefault(node => string.Equals(node.Name.Value, name, StringComparison.Ordinal));

    private static string? StringArgument(IReadOnlyList<DirectiveNode> nodes, string directive, string argument) =>
        (Named(nodes, directive)?.Arguments.FirstOrDefault(a => string.Equals(a.Name.Value, argument, StringComparison.Ordinal))?.Value as StringValueNode)?.Value;

    private static string? Deprecation(IReadOnlyList<DirectiveNode> nodes) =>
        Named(nodes, "deprecated") is null ? null : StringArgument(nodes, "deprecated", "reason") ?? "No longer supported";
}
