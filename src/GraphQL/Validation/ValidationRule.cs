using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation;

/// <summary>
/// One rule of the specification. All rules see one walk over the document, in document order; a rule overrides what it cares
/// about. Made anew for each document, so it may keep notes.
/// </summary>
public abstract class ValidationRule
{
    internal ValidationContext Context { get; set; } = null!;

    protected Schema Schema => Context.Schema;

    protected internal virtual void EnterDocument(DocumentNode node)
    {
    }

    /// <summary>After everything; by then the context knows every variable usage.</summary>
    protected internal virtual void LeaveDocument(DocumentNode node)
    {
    }

    protected internal virtual void EnterOperation(OperationDefinitionNode node)
    {
    }

    protected internal virtual void EnterFragment(FragmentDefinitionNode node)
    {
    }

    protected internal virtual void EnterVariableDefinition(VariableDefinitionNode node)
    {
    }

    /// <param name="node">A set of a field, an operation or a fragment.</param>
    /// <param name="parent">The type selected on; null when it is unknown.</param>
    /// <param name="isInlineFragment">Whether the set is that of an inline fragment.</param>
    protected internal virtual void EnterSelectionSet(SelectionSetNode node, CompositeType? parent, bool isInlineFragment)
    {
    }

    /// <param name="node">The selection.</param>
    /// <param name="parent">The type selected on; null when it is unknown.</param>
    /// <param name="field">The field meant; null when there is none.</param>
    protected internal virtual void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
    }

    protected internal virtual void EnterInlineFragment(InlineFragmentNode node, CompositeType? parent, NamedType? type)
    {
    }

    protected internal virtual void EnterFragmentSpread(FragmentSpreadNode node, CompositeType? parent)
    {
    }

    /// <param name="nodes">All directives at one place.</param>
    /// <param name="location">The name of that place, as in a directive's definition.</param>
    protected internal virtual void EnterDirectives(IReadOnlyList<DirectiveNode> nodes, string location)
    {
    }

    /// <param name="value">An argument or a variable's default, whole.</param>
    /// <param name="type">What is expected there; null when unknown.</param>
    protected internal virtual void EnterInput(ValueNode value, GraphQLType? type)
    {
    }

    protected internal virtual void EnterObjectValue(ObjectValueNode node)
    {
    }

    protected internal virtual void EnterNamedType(NamedTypeNode node)
    {
    }

    protected void Report(string message, params IEnumerable<Node> nodes) => Context.Report(message, nodes);
}
