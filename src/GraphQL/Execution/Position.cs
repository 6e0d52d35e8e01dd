namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// A place of the answer that has to be known after its text was passed: one whose value comes late, or one above such a place. All others
/// live on the <see cref="PositionStack"/> only. Holds where the value's text is, so that late text is put in and null can still rise.
/// </summary>
/// <param name="field">Null at the root.</param>
/// <param name="index">The index of a list's item; negative for a field.</param>
/// <param name="at">Where its value belongs in the text of the parent.</param>
internal sealed class Position(Position? parent, FieldPlan? field, int index, bool isNonNull, int at)
{
    private List<Position>? inside;

    public Position? Parent { get; } = parent;

    public FieldPlan? Field { get; } = field;

    public int Index { get; } = index;

    public bool IsNonNull { get; } = isNonNull;

    public int At { get; set; } = at;

    /// <summary>Whether its value is written after the parent's text, not within it.</summary>
    public bool IsLate { get; set; }

    /// <summary>Whether an error has made it null; nothing below it matters any more.</summary>
    public bool IsNull { get; private set; }

    public bool HasLateParts => inside is not null;

    public bool IsAlive
    {
        get
        {
            for (var position = this; position is not null; position = position.Parent)
            {
                if (position.IsNull)
                    return false;
            }

            return true;
        }
    }

    private int Start { get; set; }

    private int End { get; set; }

    /// <summary>Adds a position inside this one; they come in the order of the text.</summary>
    public Position Add(FieldPlan field, int index, bool isNonNull, int at)
    {
        var position = new Position(this, field, index, isNonNull, at);
        (inside ??= []).Add(position);
        return position;
    }

    /// <summary>Its value was written from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Written(int start, int end) => (Start, End) = (start, end);

    /// <summary>It is null, whatever was written or is still to come below it.</summary>
    public void Nullify() => IsNull = true;

    /// <summary>An error here makes the nearest position null that may be.</summary>
    public void Fail()
    {
        var position = this;
        while (position is { IsNonNull: true, Parent: { } parent })
            position = parent;
        position.Nullify();
    }

    /// <summary>Writes its whole text, late parts in their places.</summary>
    public void Assemble(AnswerBuffer answer)
    {
        if (IsNull)
        {
            answer.Write("null"u8);
            return;
        }

        var from = Start;
        foreach (var part in inside ?? [])
        {
            answer.Repeat(from, part.At);
            part.Assemble(answer);
            from = part.IsLate ? part.At : part.End;
        }

        answer.Repeat(from, End);
    }

    /// <summary>Names and indexes from the root down.</summary>
    public IReadOnlyList<object> Path()
    {
        var path = new List<object>();
        for (var position = this; position.Field is { } field; position = position.Parent!)
            path.Add(position.Index < 0 ? field.ResponseName : position.Index);
        path.Reverse();
        return path;
    }
}
