using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>
/// The same answers, but a share of them comes later, chosen by the same hash: after the thread was given up once, or with a
/// loader's batch, which brings whole fields and single items of lists.
/// </summary>
internal static class WaitingAnswers
{
    private const string Batch = "answers";

    public static void Bind(SchemaBuilder builder, FieldDefinition field)
    {
        // Pending values are both returned as they are and awaited.
        if (MockAnswers.Hash(field.ToString()) % 2 == 0)
            builder.Field<object>(field.ToString(), (_, context) => Answer(context, MockAnswers.Text(context)));
        else
            builder.FieldAsync<object>(field.ToString(), (_, context) => AnswerAsync(context, MockAnswers.Text(context)));
    }

    private static object? Answer(FieldContext context, string text)
    {
        MockAnswers.ThrowIfFailing(context, text);
        return Chance(text) < 4 ? Load(context, context.Field.Type, text) : Invent(context, text);
    }

    private static async ValueTask<object?> AnswerAsync(FieldContext context, string text)
    {
        var chance = Chance(text);
        object? loaded = null;
        if (chance < 3)
            await Task.Yield();
        else if (chance < 6)
            loaded = await Load(context, context.Field.Type, text);
        MockAnswers.ThrowIfFailing(context, text);
        return chance is >= 3 and < 6 ? loaded : Invent(context, text);
    }

    private static object? Invent(FieldContext context, string text) => MockAnswers.Invent(
        context.Schema,
        context.Field.Type,
        text,
        (type, item) => Chance(item) < 3 ? Load(context, type, item) : MockAnswers.Invent(context.Schema, type, item));

    private static PendingValue<object> Load(FieldContext context, GraphQLType type, string text)
    {
        var schema = context.Schema;
        var loader = context.Loader<(GraphQLType Type, string Text), object>(Batch, async (keys, _) =>
        {
            await Task.Yield();
            return keys
                .Select(key => (Key: key, Value: MockAnswers.Invent(schema, key.Type, key.Text)))
                .Where(answer => answer.Value is not null)
                .ToDictionary(answer => answer.Key, answer => answer.Value!);
        });
        return context.Load(loader, (type, text));
    }

    // Of ten, and not tied to what the answer is.
    private static uint Chance(string text) => MockAnswers.Hash("wait|" + text) % 10;
}
