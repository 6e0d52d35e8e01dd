using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Leaf fields have no selection, all others have one. Source: https://spec.graphql.org/September2025/#sec-Leaf-Field-Selections</summary>
public sealed class ScalarLeafsRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (field is null)
            return;
        var name = node.Name.Value;
        if (field.Type.Named is not CompositeType)
        {
            if (node.SelectionSet is not null)
                Report($"Field \"{name}\" must not have a selection since type \"{field.Type}\" has no subfields.", node.SelectionSet);
        }
        else if (node.SelectionSet is null)
        {
            Report($"Field \"{name}\" of type \"{field.Type}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?", node);
        }
    }
}
