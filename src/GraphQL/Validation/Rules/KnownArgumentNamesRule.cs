using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Arguments given to fields and directives are defined there. Source: https://spec.graphql.org/September2025/#sec-Argument-Names</summary>
public sealed class KnownArgumentNamesRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (field is null)
            return;
        foreach (var argument in node.Arguments.Where(a => !field.ArgumentMap.ContainsKey(a.Name.Value)))
            Report(Unknown(argument.Name.Value, $"field \"{field}\"", field.ArgumentMap.Keys), argument);
    }

    protected internal override void EnterDirectives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        foreach (var node in nodes)
        {
            if (Schema.FindDirective(node.Name.Value) is not { } directive)
                continue;
            foreach (var argument in node.Arguments.Where(a => !directive.ArgumentMap.ContainsKey(a.Name.Value)))
                Report(Unknown(argument.Name.Value, $"directive \"{directive}\"", directive.ArgumentMap.Keys), argument);
        }
    }

    private static string Unknown(string name, string owner, IEnumerable<string> known) =>
        $"Unknown argument \"{name}\" on {owner}.{Suggestions.DidYouMean(Suggestions.For(name, known))}";
}
