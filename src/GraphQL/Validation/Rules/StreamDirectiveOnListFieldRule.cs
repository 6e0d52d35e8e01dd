using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Only lists are streamed. Source: https://github.com/graphql/graphql-spec/pull/1110</summary>
public sealed class StreamDirectiveOnListFieldRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (field is null || parent is null || field.Type.Nullable is ListType)
            return;
        foreach (var stream in node.Directives.Where(d => d.Name.Value is "stream"))
            Report($"Directive \"@stream\" cannot be used on non-list field \"{parent}.{field.Name}\".", stream);
    }
}
