using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

// Directives written in the SDL, and the object literals in it.
internal sealed partial class DefinitionRules
{
    /// <summary>What directives at such a definition are said to stand on.</summary>
    private static string Location(TypeDefinitionNode node) => node switch
    {
        ScalarTypeDefinitionNode => "SCALAR",
        ObjectTypeDefinitionNode => "OBJECT",
        InterfaceTypeDefinitionNode => "INTERFACE",
        UnionTypeDefinitionNode => "UNION",
        EnumTypeDefinitionNode => "ENUM",
        _ => "INPUT_OBJECT",
    };

    private void Directives(IReadOnlyList<DirectiveNode> nodes, string location, HashSet<string>? seen = null)
    {
        seen ??= new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            UniqueArguments(node);
            if (!directives.TryGetValue(node.Name.Value, out var directive))
            {
                Fault($"Unknown directive \"@{node.Name.Value}\".", node);
                continue;
            }

            if (!directive.Locations.Any(l => string.Equals(l.Value, location, StringComparison.Ordinal)))
                Fault($"Directive \"@{node.Name.Value}\" may not be used on {location}.", node);
            if (!seen.Add(node.Name.Value) && !directive.Repeatable)
                Fault($"The directive \"@{node.Name.Value}\" can only be used once at this location.", node);
            GivenArguments(node, directive);
        }
    }

    private void UniqueArguments(DirectiveNode node)
    {
        foreach (var repeated in node.Arguments.GroupBy(a => a.Name.Value, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            Fault($"There can be only one argument named \"{repeated.Key}\".", repeated.ElementAt(1).Name);
        foreach (var argument in node.Arguments)
            Value(argument.Value);
    }

    private void GivenArguments(DirectiveNode node, DirectiveDefinitionNode directive)
    {
        var known = directive.Arguments.Select(a => a.Name.Value).ToList();
        foreach (var argument in node.Arguments.Where(a => !known.Contains(a.Name.Value, StringComparer.Ordinal)))
        {
            var nearest = Suggestions.DidYouMean(Suggestions.For(argument.Name.Value, known));
            Fault($"Unknown argument \"{argument.Name.Value}\" on directive \"@{directive.Name.Value}\".{nearest}", argument);
        }

        foreach (var required in directive.Arguments.Where(a => a is { Type: NonNullTypeNode, DefaultValue: null }))
        {
            if (!node.Arguments.Any(a => string.Equals(a.Name.Value, required.Name.Value, StringComparison.Ordinal)))
            {
                var coordinate = $"@{directive.Name.Value}({required.Name.Value}:)";
                Fault($"Argument \"{coordinate}\" of type \"{Printer.Print(required.Type)}\" is required, but it was not provided.", node);
            }
        }
    }

    private void Value(ValueNode value)
    {
        switch (value)
        {
            case ListValueNode list:
                foreach (var item in list.Values)
                    Value(item);
                break;
            case ObjectValueNode given:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var field in given.Fields)
                {
                    if (!seen.Add(field.Name.Value))
                        Fault($"There can be only one input field named \"{field.Name.Value}\".", field.Name);
                    Value(field.Value);
                }

                break;
        }
    }
}
