namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// An object or list of the answer while it is being made. Knows where it hangs, so that an error can be placed and a null
/// can rise: dead means its position, or one above, has become null, and nothing below it matters any more.
/// </summary>
internal abstract class ResultNode(ResultNode? parent, int index, bool isNonNull)
{
    public ResultNode? Parent { get; } = parent;

    /// <summary>Where in the parent.</summary>
    public int Index { get; } = index;

    /// <summary>Whether its own position may not be null.</summary>
    public bool IsNonNull { get; } = isNonNull;

    public bool IsDead { get; set; }

    public bool IsAlive
    {
        get
        {
            for (var node = this; node is not null; node = node.Parent)
            {
                if (node.IsDead)
                    return false;
            }

            return true;
        }
    }

    public abstract object KeyOf(int index);

    public abstract void Set(int index, object? value);

    public IReadOnlyList<object> PathTo(int index)
    {
        var path = new List<object> { KeyOf(index) };
        for (var node = this; node.Parent is not null; node = node.Parent)
            path.Add(node.Parent.KeyOf(node.Index));
        path.Reverse();
        return path;
    }
}

internal sealed class ResultObject(SelectionPlan selection, ResultNode? parent, int index, bool isNonNull)
    : ResultNode(parent, index, isNonNull)
{
    public SelectionPlan Selection { get; } = selection;

    public object?[] Values { get; } = new object?[selection.Fields.Length];

    public override object KeyOf(int index) => Selection.Fields[index].ResponseName;

    public override void Set(int index, object? value) => Values[index] = value;
}

internal sealed class ResultList(int capacity, ResultNode parent, int index, bool isNonNull) : ResultNode(parent, index, isNonNull)
{
    public List<object?> Items { get; } = new(capacity);

    public override object KeyOf(int index) => index;

    public override void Set(int index, object? value) => Items[index] = value;
}

/// <summary>A scalar already written as JSON, as a part of the run's buffer.</summary>
internal sealed record WrittenScalar(int Start, int Length);
