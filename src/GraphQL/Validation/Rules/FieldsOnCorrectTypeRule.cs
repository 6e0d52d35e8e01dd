using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>A selected field exists on the type it is selected on. Source: https://spec.graphql.org/September2025/#sec-Field-Selections</summary>
public sealed class FieldsOnCorrectTypeRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (parent is null || field is not null)
            return;
        var name = node.Name.Value;
        var suggestion = Suggestions.DidYouMean("to use an inline fragment on", TypesWith(parent, name));
        if (suggestion.Length == 0 && parent is FieldsType fields)
            suggestion = Suggestions.DidYouMean(Suggestions.For(name, fields.FieldMap.Keys));
        Report($"Cannot query field \"{name}\" on type \"{parent}\".{suggestion}", node);
    }

    // The types below an abstract one that do have the field: those shared by most first, interfaces before what implements them.
    private List<string> TypesWith(CompositeType parent, string field)
    {
        if (parent is ObjectType)
            return [];
        var uses = new OrderedDictionary<FieldsType, int>();
        foreach (var possible in Schema.Types.OfType<ObjectType>().Where(Schema.PossibleTypes(parent).Contains))
        {
            if (!possible.FieldMap.ContainsKey(field))
                continue;
            uses[possible] = 1;
            foreach (var implemented in possible.InterfaceList.Where(i => i.FieldMap.ContainsKey(field)))
                uses[implemented] = uses.GetValueOrDefault(implemented) + 1;
        }

        return [.. uses
            .OrderByDescending(use => use.Value)
            .ThenByDescending(use => uses.Keys.Count(other => !ReferenceEquals(other, use.Key) && Schema.IsSubType(other, use.Key)))
            .ThenBy(use => use.Key.Name, Suggestions.NaturalOrder)
            .Select(use => use.Key.Name)];
    }
}
