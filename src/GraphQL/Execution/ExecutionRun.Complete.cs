using System.Collections;
using System.Text.Json;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

// Source: https://spec.graphql.org/September2025/#CompleteValue() and #sec-Handling-Execution-Errors
internal sealed partial class ExecutionRun
{
    /// <summary>Writes the value of the position at the top of the stack, or puts it aside.</summary>
    /// <returns>False when it is null and may not be.</returns>
    private bool Complete(GraphQLType type, FieldPlan field, object? value, Scope? scope)
    {
        if (value is Scoped scoped)
            (value, scope) = (scoped.Value, new Scope(scoped.Scope, scope));
        if (value is PendingValue pending)
        {
            PutAside(pending, type, field, scope);
            return true;
        }

        if (value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            return type.IsNonNull
                ? Fail(field, isNonNull: true, new GraphQLError($"Cannot return null for non-nullable field {field.Definition}.", "INTERNAL"))
                : WriteNull();
        }

        var depth = positions.Depth;
        try
        {
            if (!Write(type.Nullable, field, value, scope))
                return Nullify(type.IsNonNull);
        }
        catch (Exception error) when (error is not AnswerTooLargeException)
        {
            positions.Return(depth);
            return Fail(field, type.IsNonNull, error);
        }

        positions.Kept?.Written(positions.At, answer.Count);
        return true;
    }

    /// <returns>False when something below failed and null has risen to here.</returns>
    private bool Write(GraphQLType type, FieldPlan field, object value, Scope? scope)
    {
        switch (type)
        {
            case ListType list:
                return WriteList(list.OfType, field, value, scope);
            case ScalarType { Serialize: { } serialize }:
                answer.WriteValue(serialize(value));
                return true;
            case ScalarType { Write: { } write } when value is not JsonElement:
                answer.Write(write, value);
                return true;
            case ScalarType:
                answer.WriteValue(value);
                return true;
            case EnumType e:
                answer.WriteValue(e.Serialize(value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString()! : value));
                return true;
            default:
                var objectType = type as ObjectType ?? TypeOf((CompositeType)type, value, field);
                return ExecuteFields(field.Selection(objectType), value, scope);
        }
    }

    private bool WriteList(GraphQLType itemType, FieldPlan field, object value, Scope? scope)
    {
        answer.Write((byte)'[');
        var index = 0;
        switch (value)
        {
            case JsonElement { ValueKind: JsonValueKind.Array } json:
                foreach (var item in json.EnumerateArray())
                {
                    if (!WriteItem(itemType, field, index++, item, scope))
                        return false;
                }

                break;
            case IList list:
                for (; index < list.Count; index++)
                {
                    if (!WriteItem(itemType, field, index, list[index], scope))
                        return false;
                }

                break;
            case IEnumerable items when value is not (string or IDictionary or IReadOnlyDictionary<string, object?>):
                foreach (var item in items)
                {
                    if (!WriteItem(itemType, field, index++, item, scope))
                        return false;
                }

                break;
            default:
                throw new GraphQLError($"Expected Iterable, but did not find one for field \"{field.Definition}\".", "INTERNAL");
        }

        answer.Write((byte)']');
        return true;
    }

    private bool WriteItem(GraphQLType type, FieldPlan field, int index, object? item, Scope? scope)
    {
        if (index > 0)
            answer.Write((byte)',');
        var depth = positions.Depth;
        positions.Push(field, index, type.IsNonNull, answer.Count);
        var isWhole = Complete(type, field, item, scope);
        positions.Return(depth);
        return isWhole;
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

    /// <summary>Records why the position at the top of the stack has no value.</summary>
    private bool Fail(FieldPlan field, bool isNonNull, Exception exception)
    {
        // The run is over: the time limit or the caller ended it, and no single field is to blame.
        if (exception is OperationCanceledException && Cancellation.IsCancellationRequested)
            throw new OperationCanceledException(exception.Message, exception, Cancellation);
        (errors ??= []).Add(Describe(exception, positions.Path(positions.Depth), field));
        return Nullify(isNonNull);
    }

    /// <summary>Takes back what was written of the position at the top of the stack; below it nothing matters any more.</summary>
    private bool Nullify(bool isNonNull)
    {
        if (isNonNull)
            return false;
        answer.Truncate(positions.At);
        positions.Kept?.Nullify();
        return WriteNull();
    }

    private bool WriteNull()
    {
        answer.Write("null"u8);
        positions.Kept?.Written(positions.At, answer.Count);
        return true;
    }

    private GraphQLError Describe(Exception exception, IReadOnlyList<object> path, FieldPlan field)
    {
        if ((exception as GraphQLError ?? options.Explain?.Invoke(exception)) is { } shown)
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
