using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// One execution of one operation. Goes depth first and writes the answer as it goes, as long as resolvers answer at once; what has to
/// wait is put aside and taken up again in the order it was put aside. Source: https://spec.graphql.org/September2025/#sec-Execution
/// </summary>
internal sealed partial class ExecutionRun : IDisposable
{
    private readonly ExecutionOptions options;
    private readonly ArgumentValues arguments;
    private readonly Position root = new(parent: null, field: null, index: 0, isNonNull: false, at: 0);
    private readonly PositionStack positions;
    private readonly AnswerBuffer answer;
    private List<GraphQLError>? errors;

    public ExecutionRun(Schema schema, ExecutionOptions options, ArgumentValues arguments, IServiceProvider services, CancellationToken ct)
    {
        this.options = options;
        this.arguments = arguments;
        positions = new PositionStack(root);
        answer = new AnswerBuffer(options.MaxAnswerSize);
        Schema = schema;
        Services = services;
        Cancellation = ct;
    }

    public Schema Schema { get; }

    public IServiceProvider Services { get; }

    public CancellationToken Cancellation { get; }

    public LoaderRegistry Loaders { get; } = new();

    public IReadOnlyList<GraphQLError> Errors => errors ?? [];

    /// <returns>The data as JSON, good until this run is disposed; null when an error rose to the root.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> ExecuteAsync(OperationPlan plan, OperationType operation, object? rootValue)
    {
        if (operation == OperationType.Mutation)
        {
            await ExecuteSeriallyAsync(plan.Root, rootValue);
        }
        else
        {
            if (ExecuteFields(plan.Root, rootValue, scope: null))
                root.Written(0, answer.Count);
            else
                root.Nullify();
            await DrainAsync();
        }

        if (root.IsNull)
            return null;
        var start = 0;
        if (root.HasLateParts)
        {
            start = answer.Count;
            root.Assemble(answer);
        }

        return answer.Slice(start, answer.Count);
    }

    public IReadOnlyList<object> PathTo(int depth) => positions.Path(depth);

    public void Dispose()
    {
        positions.Dispose();
        answer.Dispose();
    }

    // Every field is whole before the next begins, so each is written by itself, and their object at the end.
    private async ValueTask ExecuteSeriallyAsync(SelectionPlan selection, object? source)
    {
        var fields = selection.Fields;
        var values = new Position[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var value = values[i] = root.Add(fields[i], index: -1, fields[i].Definition.Type.IsNonNull, at: 0);
            value.IsLate = true;
            positions.Resume(value, answer.Count);
            if (!ExecuteField(selection.Type, fields[i], source, scope: null))
                value.Fail();
            await DrainAsync();
            if (root.IsNull)
                return;
        }

        var start = answer.Count;
        answer.Write((byte)'{');
        for (var i = 0; i < fields.Length; i++)
        {
            WriteName(fields[i], isFirst: i == 0);
            values[i].At = answer.Count;
        }

        answer.Write((byte)'}');
        root.Written(start, answer.Count);
    }

    /// <returns>False when one of them failed that may not be null, and so the object is null.</returns>
    private bool ExecuteFields(SelectionPlan selection, object? source, Scope? scope)
    {
        Cancellation.ThrowIfCancellationRequested();
        answer.Write((byte)'{');
        var fields = selection.Fields;
        var depth = positions.Depth;
        for (var i = 0; i < fields.Length; i++)
        {
            WriteName(fields[i], isFirst: i == 0);
            positions.Push(fields[i], index: -1, fields[i].Definition.Type.IsNonNull, answer.Count);
            var isWhole = ExecuteField(selection.Type, fields[i], source, scope);
            positions.Return(depth);
            if (!isWhole)
                return false;
        }

        answer.Write((byte)'}');
        return true;
    }

    /// <summary>Answers the field at the top of the stack.</summary>
    /// <returns>False when it failed and may not be null.</returns>
    private bool ExecuteField(Types.ObjectType parent, FieldPlan field, object? source, Scope? scope)
    {
        var definition = field.Definition;
        object? value;
        try
        {
            if (field.IsTypename)
            {
                value = parent.Name;
            }
            else if (definition.Resolve is not null)
            {
                var context = new FieldContext(this, position: null, positions.Depth, field, arguments.Of(field), scope);
                value = definition.Resolve(source, context);
                scope = context.CurrentScope;
            }
            else if (definition.ResolveAsync is not null)
            {
                var context = new FieldContext(this, positions.Keep(), positions.Depth, field, arguments.Of(field), scope);
                var answered = definition.ResolveAsync(source, context);
                if (!answered.IsCompletedSuccessfully)
                {
                    PutAside(answered.AsTask(), definition.Type, field, context);
                    return true;
                }

                value = answered.Result;
                scope = context.CurrentScope;
            }
            else
            {
                value = field.Read(source);
            }
        }
        catch (Exception error)
        {
            return Fail(field, definition.Type.IsNonNull, error);
        }

        return Complete(definition.Type, field, value, scope);
    }

    private void WriteName(FieldPlan field, bool isFirst)
    {
        if (!isFirst)
            answer.Write((byte)',');
        answer.Write(field.EncodedName);
    }
}
