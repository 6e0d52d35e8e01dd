using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Arguments that must be given are given, to fields and to directives. Source: https://spec.graphql.org/September2025/#sec-Required-Arguments</summary>
public sealed class ProvidedRequiredArgumentsRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (field is { ArgumentMap.Count: > 0 })
            Check(node, node.Arguments, field.ArgumentMap.Values);
    }

    protected internal override void EnterDirectives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        foreach (var node in nodes)
        {
            if (Schema.FindDirective(node.Name.Value) is { } directive)
                Check(node, node.Arguments, directive.ArgumentMap.Values);
        }
    }

    private void Check(Node node, IReadOnlyList<ArgumentNode> given, IEnumerable<InputValueDefinition> definitions)
    {
        foreach (var required in definitions.Where(d => d.IsRequired && !given.Any(a => string.Equals(a.Name.Value, d.Name, StringComparison.Ordinal))))
            Report($"Argument \"{required}\" of type \"{required.Type}\" is required, but it was not provided.", node);
    }
}
