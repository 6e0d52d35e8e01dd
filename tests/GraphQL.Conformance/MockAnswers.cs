using System.Globalization;
using System.Text;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>
/// The rules by which both sides invent what a field answers: by a hash of its coordinate, arguments and path.
/// recorder/mock.mjs holds the same rules; change both or neither.
/// </summary>
internal static class MockAnswers
{
    public static void Bind(SchemaBuilder builder, FieldDefinition field) =>
        builder.Field<object>(field.ToString(), (_, context) => Answer(context, Text(context)));

    /// <summary>A stream that fails to open, or brings up to two events.</summary>
    public static void BindStream(SchemaBuilder builder, FieldDefinition field) => builder.Stream<object?>(field.ToString(), (_, context) =>
    {
        var text = Text(context);
        ThrowIfFailing(context, text);
        return Enumerable.Range(0, (int)((Hash(text) >> 8) % 3))
            .Select(i => Invent(context.Schema, context.Field.Type, FormattableString.Invariant($"{text}|{i}")))
            .ToAsyncEnumerable();
    });

    /// <summary>What the answer hangs on.</summary>
    public static string Text(FieldContext context)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in context.Field.Arguments.Keys)
        {
            if (context.TryArgument<object?>(name, out var value))
                arguments.Add(name, value);
        }

        return $"{context.Field}|{Canonical(arguments)}|{string.Join('.', context.Path.Segments.Select(s => Convert.ToString(s, CultureInfo.InvariantCulture)))}";
    }

    /// <exception cref="GraphQLError">The hash says that this field fails.</exception>
    public static object? Answer(FieldContext context, string text)
    {
        ThrowIfFailing(context, text);
        return Invent(context.Schema, context.Field.Type, text);
    }

    /// <exception cref="GraphQLError">The hash says that this field fails.</exception>
    public static void ThrowIfFailing(FieldContext context, string text)
    {
        if (Hash(text) % 31 == 30)
            throw new GraphQLError($"boom {context.Field}");
    }

    /// <param name="item">Makes the items of lists; by the same rules when left out.</param>
    public static object? Invent(Schema schema, GraphQLType type, string text, Func<GraphQLType, string, object?>? item = null)
    {
        var hash = Hash(text);
        if (hash % 13 == 12)
            return null;
        switch (type.Nullable)
        {
            case ListType list:
                return hash % 29 == 28 ? 7 : Enumerable.Range(0, (int)((hash >> 8) % 4))
                    .Select(i => FormattableString.Invariant($"{text}.{i}"))
                    .Select(each => item is null ? Invent(schema, list.OfType, each) : item(list.OfType, each)).ToList();
            case ObjectType o:
                return Object(o.Name);
            case CompositeType composite when hash % 37 != 36:
                var names = schema.PossibleTypes(composite).Select(t => t.Name).Order(StringComparer.Ordinal).ToList();
                return Object(names[(int)((hash >> 4) % (uint)names.Count)]);
            case CompositeType:
                return Object(schema.QueryType!.Name);
            default:
                return Leaf((NamedType)type.Nullable, hash);
        }
    }

    /// <summary>FNV-1a over UTF-8, 32 bits.</summary>
    public static uint Hash(string text)
    {
        var hash = 0x811c9dc5u;
        foreach (var one in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ one) * 0x01000193);
        return hash;
    }

    private static Dictionary<string, object?> Object(string type) => new(StringComparer.Ordinal) { ["__typename"] = type };

    private static object Leaf(NamedType type, uint hash)
    {
        var isWrong = hash % 7 == 6;
        var n = (int)((hash >> 5) % 1000);
        switch (type.Name)
        {
            case "Int":
                return !isWrong ? n - 500 : n % 2 == 0 ? "abc" : 1.5;
            case "Float":
                return isWrong ? "x" : (n - 500) / 8.0;
            case "Boolean":
                return isWrong ? "yes" : n % 2 == 0;
            case "ID":
                return isWrong ? n : FormattableString.Invariant($"id{n}");
            case "String":
                return isWrong ? n : FormattableString.Invariant($"s{n} é😀\"\\");
        }

        if (type is EnumType e)
        {
            var names = e.Values.Keys.Order(StringComparer.Ordinal).ToList();
            return isWrong ? "WRONG" : names[n % names.Count];
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal) { ["any"] = new List<object?> { n, FormattableString.Invariant($"t{n}"), null } };
    }

    private static string Canonical(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool b => b ? "true" : "false",
        IReadOnlyDictionary<string, object?> map => "{" + string.Join(',', map.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}:{Canonical(e.Value)}")) + "}",
        System.Collections.IEnumerable items => "[" + string.Join(',', items.Cast<object?>().Select(Canonical)) + "]",
        double number => Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // As ECMAScript prints numbers: plainly between 1e-6 and 1e21.
    private static string Number(double number)
    {
        if (number == 0)
            return "0";
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        if (mark < 0)
            return shortest;
        var exponent = int.Parse(shortest.AsSpan(mark + 1), CultureInfo.InvariantCulture);
        return exponent is >= -6 and < 21
            ? decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : FormattableString.Invariant($"{shortest[..mark]}e{exponent:+0;-0}");
    }
}
