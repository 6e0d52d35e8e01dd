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
internal static class PropertyReader
{
    private static readonly ConcurrentDictionary<(Type Type, string Field), Func<object, object?>> Readers = new();

    public static object? Read(FieldDefinition field, object? source) => source switch
    {
        null => null,
        IReadOnlyDictionary<string, object?> map => map.TryGetValue(field.Name, out var value) ? value : null,
        JsonElement { ValueKind: JsonValueKind.Object } json => json.TryGetProperty(field.Name, out var value) ? value : null,
        _ => Readers.GetOrAdd((source.GetType(), field.Name), static (key, f) => Compile(key.Type, f), field)(source),
    };

    private static Func<object, object?> Compile(Type type, FieldDefinition field)
    {
        var property = type.GetProperty(field.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
            ?? throw new InvalidOperationException($"{field} is not bound, and {type.Name} has no property named like it.");
        var source = Expression.Parameter(typeof(object));
        var read = Expression.Convert(Expression.Property(Expression.Convert(source, property.DeclaringType!), property), typeof(object));
        return Expression.Lambda<Func<object, object?>>(read, source).Compile();
    }
}
