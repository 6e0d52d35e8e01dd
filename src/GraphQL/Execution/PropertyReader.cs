using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// Answers fields nobody bound: an entry of a dictionary or JSON object with the field's name (null when missing), else the
/// public property of that name in PascalCase.
/// </summary>
internal sealed class PropertyReader
{
    private static readonly ConcurrentDictionary<(Type Type, string Field), PropertyReader> Readers = new();

    private readonly Type type;
    private readonly Func<object, object?> read;

    private PropertyReader(Type type, FieldDefinition field)
    {
        this.type = type;
        read = Compile(type, field);
    }

    /// <param name="last">The reader used last at this place; most often the same type comes again.</param>
    public static object? Read(FieldDefinition field, object? source, ref PropertyReader? last)
    {
        switch (source)
        {
            case null:
                return null;
            case IReadOnlyDictionary<string, object?> map:
                return map.TryGetValue(field.Name, out var entry) ? entry : null;
            case JsonElement { ValueKind: JsonValueKind.Object } json:
                return json.TryGetProperty(field.Name, out var value) ? value : null;
        }

        var reader = last;
        if (reader?.type != source.GetType())
            last = reader = Readers.GetOrAdd((source.GetType(), field.Name), static (key, f) => new PropertyReader(key.Type, f), field);
        return reader.read(source);
    }

    private static Func<object, object?> Compile(Type type, FieldDefinition field)
    {
        var property = type.GetProperty(field.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
            ?? throw new InvalidOperationException($"{field} is not bound, and {type.Name} has no property named like it.");
        var source = Expression.Parameter(typeof(object));
        var value = Expression.Convert(Expression.Property(Expression.Convert(source, property.DeclaringType!), property), typeof(object));
        return Expression.Lambda<Func<object, object?>>(value, source).Compile();
    }
}
