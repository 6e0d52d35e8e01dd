using System.Globalization;
using System.Text;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>
/// The rules by which both sides invent what a field answers: by a hash of its coordinate, arguments and path.
/// recorder/mock.mjs holds the same rules; change both or neither.
/// </summary>
internal static class MockSchema
{
    private static readonly Dictionary<string, GraphQLExecutor> Executors = new(StringComparer.Ordinal);

    /// <summary>Limits are off: what is compared is the language.</summary>
    public static GraphQLExecutor Executor(string name)
    {
        if (!Executors.TryGetValue(name, out var executor))
        {
            executor = new GraphQLExecutor(Build(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", name + ".graphql"))), new ExecutionOptions
            {
                MaxTokens = int.MaxValue,
                MaxDepth = int.MaxValue,
                MaxAliases = int.MaxValue,
                MaxRootFields = int.MaxValue,
                MaxCost = long.MaxValue,
                CachedDocuments = 1,
                TellsCost = false,
            });
            Executors.Add(name, executor);
        }

        return executor;
    }

    private static Schema Build(string sdl)
    {
        var builder = new SchemaBuilder().Add(sdl);
        foreach (var type in new SchemaBuilder().Add(sdl).Build().Types.OfType<ObjectType>().Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            foreach (var field in type.Fields.Values)
                builder.Field<object>(field.ToString(), (_, context) => Answer(context));
        }

        return builder.Build();
    }

    private static object? Answer(FieldContext context)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in context.Field.Arguments.Keys)
        {
            if (context.TryArgument<object?>(name, out var value))
                arguments.Add(name, value);
        }

        var text = $"{context.Field}|{Canonical(arguments)}|{string.Join('.', context.Path.Segments.Select(s => Convert.ToString(s, CultureInfo.InvariantCulture)))}";
        var hash = Hash(text);
        return hash % 31 == 30 ? throw new GraphQLError($"boom {context.Field}") : Invent(context.Schema, context.Field.Type, text, hash);
    }

    private static object? Invent(Schema schema, GraphQLType type, string text, uint hash)
    {
        if (hash % 13 == 12)
            return null;
        switch (type.Nullable)
        {
            case ListType list:
                return hash % 29 == 28 ? 7 : Enumerable.Range(0, (int)((hash >> 8) % 4))
                    .Select(i => FormattableString.Invariant($"{text}.{i}"))
                    .Select(item => Invent(schema, list.OfType, item, Hash(item))).ToList();
            case ObjectType o:
                return Object(o.Name);
            case CompositeType composite when hash % 37 != 36:
                var names = schema.PossibleTypes(composite).Select(t => t.Name).Order(StringComparer.Ordinal).ToList();
                return Object(names[(int)((hash >> 4) % (uint)names.Count)]);
            case CompositeType:
                return Object("Query");
            default:
                return Leaf((NamedType)type.Nullable, hash);
        }
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

    private static uint Hash(string text)
    {
        var hash = 0x811c9dc5u;
        foreach (var one in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ one) * 0x01000193);
        return hash;
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

    // As ECMAScript prints numbers, for those the generator uses.
    private static string Number(double number) => double.IsInteger(number) && Math.Abs(number) < 1e15
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal).Replace('E', 'e');
}
