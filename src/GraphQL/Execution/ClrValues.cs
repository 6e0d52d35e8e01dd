using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Coerced input as the CLR types resolvers ask for.</summary>
internal static class ClrValues
{
    private static readonly ConcurrentDictionary<Type, ObjectShape> Shapes = new();

    /// <exception cref="InvalidOperationException">The value does not fit; a fault of the resolver, not of the caller.</exception>
    public static object? Convert(object? value, Type target, string name)
    {
        if (value is null)
        {
            return !target.IsValueType || Nullable.GetUnderlyingType(target) is not null
                ? null
                : throw new InvalidOperationException($"\"{name}\" is null, which {target.Name} cannot be; ask for {target.Name}?.");
        }

        if (target.IsInstanceOfType(value))
            return value;
        var type = Nullable.GetUnderlyingType(target) ?? target;
        if (type.IsInstanceOfType(value))
            return value;
        if (type.IsEnum && value is string member)
            return ToEnum(member, type, name);
        if (type == typeof(JsonElement))
            return JsonSerializer.SerializeToElement(value);
        if (value is List<object?> items && ItemType(type) is { } itemType)
            return ToList(items, type, itemType, name);
        if (value is Dictionary<string, object?> fields)
            return Shapes.GetOrAdd(type, static t => new ObjectShape(t)).Make(fields);
        if (value is string text && type == typeof(Guid))
            return Guid.Parse(text, CultureInfo.InvariantCulture);
        if (value is IConvertible && (type.IsPrimitive || type == typeof(decimal)))
            return System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        throw new InvalidOperationException($"\"{name}\" is a {value.GetType().Name} and cannot be read as {target.Name}.");
    }

    private static object ToEnum(string member, Type type, string name)
    {
        foreach (var candidate in Enum.GetNames(type))
        {
            if (EnumType.SameName(member, candidate))
                return Enum.Parse(type, candidate);
        }

        throw new InvalidOperationException($"\"{name}\" is {member}, which {type.Name} does not have.");
    }

    private static Type? ItemType(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        return type.IsGenericType && type.GetGenericArguments() is [var item] ? item : null;
    }

    private static object ToList(List<object?> items, Type type, Type itemType, string name)
    {
        var array = Array.CreateInstance(itemType, items.Count);
        for (var i = 0; i < items.Count; i++)
            array.SetValue(Convert(items[i], itemType, name), i);
        if (type.IsInstanceOfType(array))
            return array;
        var collection = type.IsInterface ? typeof(HashSet<>).MakeGenericType(itemType) : type;
        var made = Activator.CreateInstance(collection, array)
            ?? throw new InvalidOperationException($"\"{name}\" cannot be read as {type.Name}.");
        return type.IsInstanceOfType(made) ? made : throw new InvalidOperationException($"\"{name}\" cannot be read as {type.Name}.");
    }

    /// <summary>How to make one CLR type from named values: its longest constructor, then the properties that one leaves.</summary>
    private sealed class ObjectShape
    {
        private readonly Type type;
        private readonly ConstructorInfo constructor;
        private readonly ParameterInfo[] parameters;
        private readonly List<PropertyInfo> properties;

        public ObjectShape(Type type)
        {
            this.type = type;
            constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
                ?? throw new InvalidOperationException($"{type.Name} has no public constructor, so no input can be read as it.");
            parameters = constructor.GetParameters();
            properties = [.. type.GetProperties().Where(p => p.SetMethod is { IsPublic: true }
                && !Array.Exists(parameters, q => string.Equals(q.Name, p.Name, StringComparison.OrdinalIgnoreCase)))];
        }

        public object Make(Dictionary<string, object?> fields)
        {
            var arguments = new object?[parameters.Length];
            for (var i = 0; i < parameters.Length; i++)
            {
                var parameter = parameters[i];
                if (TryFind(fields, parameter.Name!, out var value))
                    arguments[i] = Convert(value, parameter.ParameterType, $"{type.Name}.{parameter.Name}");
                else if (parameter.HasDefaultValue)
                    arguments[i] = parameter.DefaultValue;
                else
                    arguments[i] = Convert(null, parameter.ParameterType, $"{type.Name}.{parameter.Name}");
            }

            var made = constructor.Invoke(arguments);
            foreach (var property in properties)
            {
                if (TryFind(fields, property.Name, out var value))
                    property.SetValue(made, Convert(value, property.PropertyType, $"{type.Name}.{property.Name}"));
            }

            return made;
        }

        private static bool TryFind(Dictionary<string, object?> fields, string name, out object? value)
        {
            foreach (var (key, found) in fields)
            {
                if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                {
                    value = found;
                    return true;
                }
            }

            value = null;
            return false;
        }
    }
}
