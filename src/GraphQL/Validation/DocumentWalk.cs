using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation;

/// <summary>The one walk over a document that all rules share. Knows at each place which type is meant.</summary>
internal sealed class DocumentWalk(ValidationContext context, IReadOnlyList<ValidationRule> rules)
{
    private readonly Schema schema = context.Schema;
    private DefinitionNode definition = null!;

    public void Walk()
    {
        foreach (var rule in rules)
            rule.EnterDocument(context.Document);
        foreach (var node in context.Document.Definitions)
        {
            definition = node;
            switch (node)
            {
                case OperationDefinitionNode operation:
                    Operation(operation);
                    break;
                case FragmentDefinitionNode fragment:
                    Fragment(fragment);
                    break;
            }
        }

        foreach (var rule in rules)
            rule.LeaveDocument(context.Document);
    }

    private void Operation(OperationDefinitionNode node)
    {
        foreach (var rule in rules)
            rule.EnterOperation(node);
        foreach (var variable in node.VariableDefinitions)
        {
            foreach (var rule in rules)
                rule.EnterVariableDefinition(variable);
            TypeReference(variable.Type);
            if (variable.DefaultValue is not null)
                Input(variable.DefaultValue, schema.TypeOf(variable.Type) is { IsInput: true } type ? type : null, hasLocationDefault: false);
            Directives(variable.Directives, "VARIABLE_DEFINITION");
        }

        Directives(node.Directives, node.Operation switch
        {
            OperationType.Query => "QUERY",
            OperationType.Mutation => "MUTATION",
            _ => "SUBSCRIPTION",
        });
        SelectionSet(node.SelectionSet, schema.RootType(node.Operation), isInlineFragment: false);
    }

    private void Fragment(FragmentDefinitionNode node)
    {
        foreach (var rule in rules)
            rule.EnterFragment(node);
        TypeReference(node.TypeCondition);
        Directives(node.Directives, "FRAGMENT_DEFINITION");
        SelectionSet(node.SelectionSet, schema.FindType(node.TypeCondition.Name.Value) as CompositeType, isInlineFragment: false);
    }

    private void SelectionSet(SelectionSetNode node, CompositeType? parent, bool isInlineFragment)
    {
        foreach (var rule in rules)
            rule.EnterSelectionSet(node, parent, isInlineFragment);
        foreach (var selection in node.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    Field(field, parent);
                    break;
                case InlineFragmentNode inline:
                    InlineFragment(inline, parent);
                    break;
                case FragmentSpreadNode spread:
                    foreach (var rule in rules)
                        rule.EnterFragmentSpread(spread, parent);
                    Directives(spread.Directives, "FRAGMENT_SPREAD");
                    break;
            }
        }
    }

    private void Field(FieldNode node, CompositeType? parent)
    {
        var field = parent is null ? null : schema.FindField(parent, node.Name.Value);
        foreach (var rule in rules)
            rule.EnterField(node, parent, field);
        Arguments(node.Arguments, field?.ArgumentMap);
        Directives(node.Directives, "FIELD");
        if (node.SelectionSet is not null)
            SelectionSet(node.SelectionSet, field?.Type.Named as CompositeType, isInlineFragment: false);
    }

    private void InlineFragment(InlineFragmentNode node, CompositeType? parent)
    {
        var type = node.TypeCondition is null ? parent : schema.FindType(node.TypeCondition.Name.Value);
        foreach (var rule in rules)
            rule.EnterInlineFragment(node, parent, type);
        if (node.TypeCondition is not null)
            TypeReference(node.TypeCondition);
        Directives(node.Directives, "INLINE_FRAGMENT");
        SelectionSet(node.SelectionSet, type as CompositeType, isInlineFragment: true);
    }

    private void Directives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
        if (nodes.Count == 0)
            return;
        foreach (var rule in rules)
            rule.EnterDirectives(nodes, location);
        foreach (var node in nodes)
            Arguments(node.Arguments, schema.FindDirective(node.Name.Value)?.ArgumentMap);
    }

    private void Arguments(IReadOnlyList<ArgumentNode> nodes, OrderedDictionary<string, InputValueDefinition>? definitions)
    {
        foreach (var node in nodes)
        {
            var argument = definitions?.GetValueOrDefault(node.Name.Value);
            Input(node.Value, argument?.Type, argument?.DefaultValue is not null);
        }
    }

    private void Input(ValueNode value, GraphQLType? type, bool hasLocationDefault)
    {
        foreach (var rule in rules)
            rule.EnterInput(value, type);
        Value(value, type, parent: null, hasLocationDefault);
    }

    private void Value(ValueNode value, GraphQLType? type, GraphQLType? parent, bool hasLocationDefault)
    {
        switch (value)
        {
            case VariableNode variable:
                context.AddUsage(definition, new VariableUsage(variable, type, parent, hasLocationDefault));
                break;
            case ListValueNode list:
                // What stands in a list where none is expected, as in a custom scalar, is of no known type.
                var itemType = (type?.Nullable as ListType)?.OfType;
                foreach (var item in list.Values)
                    Value(item, itemType, type, hasLocationDefault: false);
                break;
            case ObjectValueNode node:
                foreach (var rule in rules)
                    rule.EnterObjectValue(node);
                var input = type?.Named as InputObjectType;
                foreach (var field in node.Fields)
                {
                    var known = input?.FieldMap.GetValueOrDefault(field.Name.Value);
                    Value(field.Value, known?.Type, input, known?.DefaultValue is not null);
                }

                break;
        }
    }

    private void TypeReference(TypeNode node)
    {
        switch (node)
        {
            case NonNullTypeNode n:
                TypeReference(n.OfType);
                break;
            case ListTypeNode n:
                TypeReference(n.OfType);
                break;
            case NamedTypeNode n:
                foreach (var rule in rules)
                    rule.EnterNamedType(n);
                break;
        }
    }
}
