using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>An argument is given once. Source: https://spec.graphql.org/September2025/#sec-Argument-Uniqueness</summary>
public sealed class UniqueArgumentNamesRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field) => Check(node.Arguments);

    protected internal override void EnterDirectives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        foreach (var node in nodes)
            Check(node.Arguments);
    }

    private void Check(IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count < 2)
            return;
        foreach (var same in arguments.GroupBy(a => a.Name.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
            Report($"There can be only one argument named \"{same.Key}\".", same.Select(a => a.Name));
    }
}
