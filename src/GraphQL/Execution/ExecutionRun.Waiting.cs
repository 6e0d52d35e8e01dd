using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

// What has to wait. A batch is sent only when no field can go on without one, so the batches depend on the query alone.
internal sealed partial class ExecutionRun
{
    private List<Waiting> waiting = [];
    private List<Waiting> takenUp = [];

    /// <summary>Something put aside: the answer of a resolver that waits, or a value a loader will bring.</summary>
    private sealed record Waiting(
        Position Position, GraphQLType Type, FieldPlan Field, FieldContext? Context, Scope? Scope, Task<object?>? Task, PendingValue? Pending)
    {
        public bool IsReady => Task?.IsCompleted ?? Pending!.IsDone;

        public bool WaitsForLoads => Task is null || Context!.IsWaitingForLoads;

        public object? Value => Task is null ? Pending!.Value : Task.Result;

        public Exception? Error => Task switch
        {
            null => Pending!.Error,
            { IsCanceled: true } => new OperationCanceledException(),
            _ => Task.Exception?.InnerException,
        };
    }

    private void PutAside(Task<object?> task, GraphQLType type, FieldPlan field, FieldContext context)
    {
        PutAside(new Waiting(positions.Keep(), type, field, context, Scope: null, task, Pending: null));
        task.GetAwaiter().UnsafeOnCompleted(Loaders.Signal);
    }

    private void PutAside(PendingValue pending, GraphQLType type, FieldPlan field, Scope? scope) =>
        PutAside(new Waiting(positions.Keep(), type, field, Context: null, scope, Task: null, pending));

    private void PutAside(Waiting item)
    {
        item.Position.IsLate = true;
        waiting.Add(item);
    }

    private async ValueTask DrainAsync()
    {
        while (waiting.Count > 0)
        {
            var changed = Loaders.NextSignal();
            if (TakeUpReady())
                continue;
            if (!waiting.TrueForAll(item => item.WaitsForLoads) || !await Loaders.DispatchAsync(Cancellation).AsTask().WaitAsync(Cancellation))
                await changed.WaitAsync(Cancellation);
        }
    }

    private bool TakeUpReady()
    {
        (waiting, takenUp) = (takenUp, waiting);
        var any = false;
        foreach (var item in takenUp)
        {
            if (item.IsReady)
            {
                any = true;
                TakeUp(item);
            }
            else
            {
                waiting.Add(item);
            }
        }

        takenUp.Clear();
        return any;
    }

    private void TakeUp(Waiting item)
    {
        var error = item.Error;
        if (!item.Position.IsAlive)
            return;
        positions.Resume(item.Position, answer.Count);
        var isWhole = error is not null
            ? Fail(item.Field, item.Type.IsNonNull, error)
            : Complete(item.Type, item.Field, item.Value, item.Context?.CurrentScope ?? item.Scope);
        if (!isWhole)
            item.Position.Fail();
    }
}
