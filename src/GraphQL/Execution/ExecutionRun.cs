using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// One execution of one operation. Goes depth first as long as resolvers answer at once; what has to wait is put aside and
/// taken up again in the order it was put aside. Source: https://spec.graphql.org/September2025/#sec-Execution
/// </summary>
internal sealed partial class ExecutionRun(
    Schema schema,
    ExecutionOptions options,
    IReadOnlyDictionary<string, object?> variables,
    IServiceProvider services,
    CancellationToken ct)
{
    private static readonly JsonWriterOptions ScalarOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Waiting> waiting = [];
    private readonly List<GraphQLError> errors = [];
    private readonly Dictionary<FieldPlan, object> argumentsByField = [];
    private ArrayBufferWriter<byte>? written;
    private Utf8JsonWriter? scalarWriter;

    public Schema Schema { get; } = schema;

    public IServiceProvider Services { get; } = services;

    public CancellationToken Cancellation { get; } = ct;

    public LoaderRegistry Loaders { get; } = new();

    public IReadOnlyList<GraphQLError> Errors => errors;

    /// <summary>The scalars that were written while they were completed.</summary>
    public ReadOnlyMemory<byte> Written => written?.WrittenMemory ?? default;

    /// <returns>The data; null when an error rose to the root.</returns>
    public async ValueTask<ResultObject?> ExecuteAsync(OperationPlan plan, OperationType operation, object? rootValue)
    {
        var root = new ResultObject(plan.Root, parent: null, index: 0, isNonNull: false);
        if (operation == OperationType.Mutation)
        {
            for (var i = 0; i < root.Values.Length && !root.IsDead; i++)
            {
                ExecuteField(root, i, rootValue, scope: null);
                await DrainAsync();
            }
        }
        else
        {
            ExecuteFields(root, rootValue, scope: null);
            await DrainAsync();
        }

        return root.IsDead ? null : root;
    }

    private void ExecuteFields(ResultObject target, object? source, Scope? scope)
    {
        Cancellation.ThrowIfCancellationRequested();
        for (var i = 0; i < target.Values.Length && !target.IsDead; i++)
            ExecuteField(target, i, source, scope);
    }

    private void ExecuteField(ResultObject target, int index, object? source, Scope? scope)
    {
        var field = target.Selection.Fields[index];
        var definition = field.Definition;
        if (field.IsTypename)
        {
            target.Values[index] = target.Selection.Type.Name;
            return;
        }

        object? value;
        try
        {
            if (definition.Resolve is null && definition.ResolveAsync is null)
            {
                value = PropertyReader.Read(definition, source);
            }
            else
            {
                var context = new FieldContext(this, target, index, field, ArgumentsOf(field), scope);
                if (definition.Resolve is not null)
                {
                    value = definition.Resolve(source, context);
                }
                else
                {
                    var answer = definition.ResolveAsync!(source, context);
                    if (!answer.IsCompletedSuccessfully)
                    {
                        waiting.Add(new Waiting(target, index, definition.Type, field, context, context.CurrentScope, answer.AsTask(), Pending: null));
                        return;
                    }

                    value = answer.Result;
                }

                scope = context.CurrentScope;
            }
        }
        catch (Exception error)
        {
            Fail(target, index, definition.Type.IsNonNull, field, error);
            return;
        }

        Complete(target, index, definition.Type, field, value, scope);
    }

    // Arguments that depend on variables are the same for every item of a list, so they are coerced once a run.
    private Dictionary<string, object?> ArgumentsOf(FieldPlan field)
    {
        if (field.ConstantArguments is { } constant)
            return constant;
        if (!argumentsByField.TryGetValue(field, out var known))
        {
            try
            {
                known = ArgumentCoercion.Coerce(field, variables);
            }
            catch (GraphQLError error)
            {
                known = error;
            }

            argumentsByField.Add(field, known);
        }

        return known as Dictionary<string, object?> ?? throw (GraphQLError)known;
    }

    /// <summary>Something put aside: the answer of a resolver that waits, or a value a loader will bring.</summary>
    private sealed record Waiting(
        ResultNode Container,
        int Index,
        Types.GraphQLType Type,
        FieldPlan Field,
        FieldContext? Context,
        Scope? Scope,
        Task<object?>? Task,
        PendingValue? Pending)
    {
        public bool IsReady => Task?.IsCompleted ?? Pending!.IsDone;

        public bool WaitsForLoads => Task is null || Context!.IsWaitingForLoads;
    }

    private async ValueTask DrainAsync()
    {
        while (waiting.Count > 0)
        {
            var nextLoad = Loaders.NextLoad();
            if (TakeReady())
                continue;
            var busy = waiting.FindAll(w => !w.WaitsForLoads);
            if (busy.Count > 0)
                await Task.WhenAny([.. busy.Select(w => w.Task!), nextLoad]).WaitAsync(Cancellation);
            else if (!await Loaders.DispatchAsync(Cancellation).AsTask().WaitAsync(Cancellation))
                await Task.WhenAny([.. waiting.Where(w => w.Task is not null).Select(w => w.Task!), nextLoad]).WaitAsync(Cancellation);
        }
    }

    private bool TakeReady()
    {
        var ready = waiting.FindAll(w => w.IsReady);
        if (ready.Count == 0)
            return false;
        waiting.RemoveAll(w => ready.Contains(w));
        foreach (var item in ready)
            TakeUp(item);
        return true;
    }

    private void TakeUp(Waiting item)
    {
        if (!item.Container.IsAlive)
            return;
        var error = item.Task is null ? item.Pending!.Error : item.Task.Exception?.InnerException;
        if (error is null && item.Task is { IsCanceled: true })
            error = new OperationCanceledException(Cancellation);
        if (error is not null)
        {
            Fail(item.Container, item.Index, item.Type.IsNonNull, item.Field, error);
            return;
        }

        var value = item.Task is null ? item.Pending!.Value : item.Task.Result;
        Complete(item.Container, item.Index, item.Type, item.Field, value, item.Context?.CurrentScope ?? item.Scope);
    }
}
