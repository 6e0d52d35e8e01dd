using System.Buffers;

namespace EventCatalog.GraphQL.Execution;

/// <summary>The positions from the root down to the one whose value is being made.</summary>
internal sealed class PositionStack : IDisposable
{
    private Frame[] frames = ArrayPool<Frame>.Shared.Rent(32);

    /// <param name="root">Where everything hangs.</param>
    public PositionStack(Position root) => frames[0] = new Frame { Kept = root };

    /// <summary>How many positions lie above the top one.</summary>
    public int Depth { get; private set; }

    /// <summary>Where the text of the top position begins.</summary>
    public int At => frames[Depth].At;

    /// <summary>The top position, if it had to be kept.</summary>
    public Position? Kept => frames[Depth].Kept;

    /// <param name="index">The index of a list's item; negative for a field.</param>
    public void Push(FieldPlan field, int index, bool isNonNull, int at)
    {
        if (++Depth == frames.Length)
            Grow();
        frames[Depth] = new Frame { Field = field, Index = index, IsNonNull = isNonNull, At = at };
    }

    /// <summary>Takes away everything above a depth that was there before.</summary>
    public void Return(int depth) => Depth = depth;

    /// <summary>Keeps the top position, and so all above it, beyond their time on the stack.</summary>
    public Position Keep() => Keep(Depth);

    /// <summary>Goes back to a kept position, whose text now begins at <paramref name="at"/>.</summary>
    public void Resume(Position position, int at)
    {
        Depth = 0;
        for (var above = position.Parent; above is not null; above = above.Parent)
            Depth++;
        while (Depth >= frames.Length)
            Grow();
        var depth = Depth;
        for (var kept = position; kept is not null; kept = kept.Parent)
            frames[depth--] = new Frame { Kept = kept, Field = kept.Field, Index = kept.Index, IsNonNull = kept.IsNonNull, At = at };
    }

    /// <summary>Names and indexes from the root down to a depth.</summary>
    public IReadOnlyList<object> Path(int depth)
    {
        var path = new object[depth];
        for (var i = 1; i <= depth; i++)
            path[i - 1] = frames[i].Index < 0 ? frames[i].Field!.ResponseName : frames[i].Index;
        return path;
    }

    public void Dispose()
    {
        ArrayPool<Frame>.Shared.Return(frames, clearArray: true);
        frames = [];
    }

    private Position Keep(int depth)
    {
        ref var frame = ref frames[depth];
        return frame.Kept ??= Keep(depth - 1).Add(frame.Field!, frame.Index, frame.IsNonNull, frame.At);
    }

    private void Grow()
    {
        var larger = ArrayPool<Frame>.Shared.Rent(2 * frames.Length);
        frames.CopyTo(larger, 0);
        ArrayPool<Frame>.Shared.Return(frames, clearArray: true);
        frames = larger;
    }

    private struct Frame
    {
        public FieldPlan? Field;
        public int Index;
        public bool IsNonNull;
        public int At;
        public Position? Kept;
    }
}
