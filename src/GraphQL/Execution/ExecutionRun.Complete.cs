using System.Buffers;
using System.Collections;
using System.Text.Json;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

// Source: https://spec.graphql.org/September2025/#CompleteValue() and #sec-Handling-Execution-Errors
internal sealed partial class ExecutionRun
{
    private void Complete(ResultNode container, int index, GraphQLType type, FieldPlan field, object? value, Scope? scope)
    {
        if (value is Scoped scoped)
            (value, scope) = (scoped.Value, new Scope(scoped.Scope, scope));
        if (value is PendingValue pending)
        {
            waiting.Add(new Waiting(container, index, type, field, Context: null, scope, Task: null, pending));
            return;
        }

        if (value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            if (type.IsNonNull)
                Fail(container, index, isNonNull: true, field, new GraphQLError($"Cannot return null for non-nullable field {field.Definition}.", "INTERNAL"));
            else
                container.Set(index, null);
            return;
        }

        try
        {
            switch (type.Nullable)
            {
                case ListType list:
                    CompleteList(container, index, list, type.IsNonNull, field, value, scope);
                    break;
                case ScalarType scalar:
                    container.Set(index, CompleteScalar(scalar, value));
                    break;
                case EnumType e:
                    container.Set(index, e.Serialize(value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString()! : value));
                    break;
                case CompositeType composite:
                    var objectType = composite as ObjectType ?? TypeOf(composite, value, field);
                    var node = new ResultObject(field.Selection(objectType), container, index, type.IsNonNull);
                    container.Set(index, node);
                    ExecuteFields(node, value, scope);
                    break;
            }
        }
        catch (Exception error)
        {
            Fail(container, index, type.IsNonNull, field, error);
        }
    }

    private void CompleteList(
        ResultNode container, int index, ListType type, bool isNonNull, FieldPlan field, object value, Scope? scope)
    {
        var items = value switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray(),
            IEnumerable many when value is not (string or IDictionary or IReadOnlyDictionary<string, object?>) => many,
            _ => throw new GraphQLError($"Expected Iterable, but did not find one for field \"{field.Definition}\".", "INTERNAL"),
        };
        var list = new ResultList(items is ICollection known ? known.Count : 4, container, index, isNonNull);
        container.Set(index, list);
        foreach (var item in items)
        {
            list.Items.Add(null);
            Complete(list, list.Items.Count - 1, type.OfType, field, item, scope);
            if (list.IsDead)
                return;
        }
    }

    private object? CompleteScalar(ScalarType scalar, object value)
    {
        if (scalar.Serialize is not null)
            return scalar.Serialize(value);
        if (value is JsonElement)
            return value;
        if (scalar.Write is null && value is string or bool or int or long or double)
            return value;
        written ??= new ArrayBufferWriter<byte>(1024);
        var start = written.WrittenCount;
        if (scalarWriter is null)
            scalarWriter = new Utf8JsonWriter(written, ScalarOptions);
        else
            scalarWriter.Reset();
        if (scalar.Write is not null)
            scalar.Write(scalarWriter, value);
        else
            JsonValues.Write(scalarWriter, value);
        scalarWriter.Flush();
        if (scalarWriter.CurrentDepth != 0 || written.WrittenCount == start)
            throw new InvalidOperationException($"The scalar {scalar} did not write one whole JSON value.");
        return new WrittenScalar(start, written.WrittenCount - start);
    }

    private ObjectType TypeOf(CompositeType type, object value, FieldPlan field)
    {
        var resolve = (type as InterfaceType)?.ResolveType ?? (type as UnionType)?.ResolveType;
        var name = resolve is not null
            ? resolve(value)
            : value is IReadOnlyDictionary<string, object?> map && map.TryGetValue("__typename", out var given)
                ? given as string
                : value.GetType().Name;
        return Schema.FindType(name ?? "") switch
        {
            ObjectType found when Schema.PossibleTypes(type).Contains(found) => found,
            ObjectType found => throw new GraphQLError($"Runtime Object type \"{found}\" is not a possible type for \"{type}\".", "INTERNAL"),
            null => throw new GraphQLError(
                $"Abstract type \"{type}\" was resolved to a type \"{name}\" that does not exist inside the schema.", "INTERNAL"),
            var other => throw new GraphQLError(
                $"Abstract type \"{type}\" was resolved to a non-object type \"{other}\" for field \"{field.Definition}\".", "INTERNAL"),
        };
    }

    private void Fail(ResultNode container, int index, bool isNonNull, FieldPlan field, Exception exception)
    {
        // The run is over: the time limit or the caller ended it, and no single field is to blame.
        if (exception is OperationCanceledException && Cancellation.IsCancellationRequested)
            throw new OperationCanceledException(exception.Message, exception, Cancellation);
        if (!container.IsAlive)
            return;
        errors.Add(Describe(exception, container.PathTo(index), field));
        while (true)
        {
            if (!isNonNull)
            {
                container.Set(index, null);
                return;
            }

            container.IsDead = true;
            if (container.Parent is null)
                return;
            (container, index, isNonNull) = (container.Parent, container.Index, container.IsNonNull);
        }
    }

    private GraphQLError Describe(Exception exception, IReadOnlyList<object> path, FieldPlan field)
    {
        if (exception is GraphQLError shown)
        {
            return new GraphQLError(shown.Message, shown.Code, shown.Extensions, shown.InnerException)
            {
                Locations = shown.Locations.Count > 0 ? shown.Locations : field.Locations,
                Path = path,
            };
        }

        var id = Guid.NewGuid().ToString("N");
        options.OnError?.Invoke(exception, id);
        return new GraphQLError("Internal error", "INTERNAL", new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id }, exception)
        {
            Locations = field.Locations,
            Path = path,
        };
    }
}
