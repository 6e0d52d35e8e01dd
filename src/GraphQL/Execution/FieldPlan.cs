using System.Collections.Concurrent;
using System.Text;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>The fields selected on one object type, merged and in order; conditions are already decided.</summary>
internal sealed record SelectionPlan(ObjectType Type, FieldPlan[] Fields);

/// <summary>One field of the answer: all selections with its response name, its arguments when they are constant.</summary>
internal sealed class FieldPlan
{
    private static readonly Dictionary<string, object?> NoArguments = [];

    private readonly OperationPlan operation;
    private readonly byte[] encodedName;
    private readonly ConcurrentDictionary<ObjectType, SelectionPlan> selections = new();
    private SelectionPlan? lastSelection;
    private PropertyReader? lastReader;
    private HashSet<string>? selectedNames;

    public FieldPlan(OperationPlan operation, string responseName, FieldDefinition definition, IReadOnlyList<FieldNode> nodes)
    {
        this.operation = operation;
        ResponseName = responseName;
        encodedName = Encoding.UTF8.GetBytes($"\"{responseName}\":");
        Definition = definition;
        Nodes = nodes;
        IsTypename = ReferenceEquals(definition, operation.Schema.TypenameField);
        if (definition.ArgumentMap.Count == 0)
            ConstantArguments = NoArguments;
        else if (!nodes[0].Arguments.Any(argument => HasVariable(argument.Value)))
            ConstantArguments = ArgumentCoercion.Coerce(this, new Dictionary<string, object?>(StringComparer.Ordinal));
    }

    public string ResponseName { get; }

    /// <summary>The response name as the answer has it, with quotes and colon.</summary>
    public ReadOnlySpan<byte> EncodedName => encodedName;

    public FieldDefinition Definition { get; }

    public IReadOnlyList<FieldNode> Nodes { get; }

    public bool IsTypename { get; }

    /// <summary>Null when the arguments depend on variables.</summary>
    public Dictionary<string, object?>? ConstantArguments { get; }

    public IReadOnlyList<Location> Locations => [.. Nodes.Select(node => node.Location)];

    /// <summary>The field's value in its parent's object, for a field nobody bound.</summary>
    public object? Read(object? source) => PropertyReader.Read(Definition, source, ref lastReader);

    /// <summary>What is selected below this field when its value is of this type.</summary>
    public SelectionPlan Selection(ObjectType type)
    {
        if (lastSelection is { } last && ReferenceEquals(last.Type, type))
            return last;
        return lastSelection = selections.GetOrAdd(type, static (t, self) => self.operation.Collect(t, self.SelectionSets), this);
    }

    public bool Selects(string fieldName) => (selectedNames ??= operation.NamesIn(SelectionSets)).Contains(fieldName);

    private IEnumerable<SelectionSetNode> SelectionSets => Nodes.Select(node => node.SelectionSet).OfType<SelectionSetNode>();

    private static bool HasVariable(ValueNode value) => value switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(HasVariable),
        ObjectValueNode o => o.Fields.Any(field => HasVariable(field.Value)),
        _ => false,
    };
}
