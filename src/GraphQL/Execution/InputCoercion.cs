using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Told about each bad part of an input: what is wrong, where inside the input, and the literal (if there is one).</summary>
internal delegate void InputFault(string message, IReadOnlyList<object> path, ValueNode? literal);

/// <summary>
/// Turns literals and variable values into what resolvers see, and says what is wrong with them. The result of a faulty
/// input is meaningless. Source: https://spec.graphql.org/September2025/#sec-Input-Objects.Input-Coercion and its siblings
/// </summary>
internal static class InputCoercion
{
    public static object? Value(object? value, GraphQLType type, InputFault fault) => Value(value, type, [], fault);

    /// <param name="variables">The operation's coerced variables; null when checking a literal on its own, where variables are taken as good.</param>
    public static object? Literal(ValueNode literal, GraphQLType type, IReadOnlyDictionary<string, object?>? variables, InputFault fault) =>
        Literal(literal, type, variables, [], fault);

    private static object? Value(object? value, GraphQLType type, List<object> path, InputFault fault)
    {
        if (type is NonNullType nonNull)
        {
            if (value is not null)
                return Value(value, nonNull.OfType, path, fault);
            fault($"Expected value of non-null type \"{type}\" not to be null.", path, null);
            return null;
        }

        if (value is null)
            return null;
        return type switch
        {
            ListType list => ListValue(value, list, path, fault),
            InputObjectType input => ObjectValue(value, input, path, fault),
            EnumType e => Leaf(() => e.ParseValue(value), type, () => Inspect.Value(value), path, literal: null, fault),
            _ => Leaf(() => ((ScalarType)type).Parse(value), type, () => Inspect.Value(value), path, literal: null, fault),
        };
    }

    private static List<object?> ListValue(object value, ListType list, List<object> path, InputFault fault)
    {
        if (value is not List<object?> items)
            return [Value(value, list.OfType, path, fault)];
        var result = new List<object?>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            path.Add(i);
            result.Add(Value(items[i], list.OfType, path, fault));
            path.RemoveAt(path.Count - 1);
        }

        return result;
    }

    private static Dictionary<string, object?>? ObjectValue(object value, InputObjectType type, List<object> path, InputFault fault)
    {
        if (value is not IReadOnlyDictionary<string, object?> given)
        {
            fault($"Expected value of type \"{type}\" to be an object, found: {Inspect.Value(value)}.", path, null);
            return null;
        }

        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.FieldMap.Values)
        {
            if (given.TryGetValue(field.Name, out var fieldValue))
            {
                path.Add(field.Name);
                result[field.Name] = Value(fieldValue, field.Type, path, fault);
                path.RemoveAt(path.Count - 1);
            }
            else if (field.IsRequired)
            {
                fault($"Expected value of type \"{type}\" to include required field \"{field.Name}\", found: {Inspect.Value(value)}.", path, null);
            }
            else if (field.DefaultValue is not null)
            {
                result[field.Name] = field.CoercedDefault;
            }
        }

        var known = new List<string>();
        foreach (var name in given.Keys)
        {
            if (type.FieldMap.ContainsKey(name))
                known.Add(name);
            else
                fault(UnknownField(type, name, Inspect.Value(value)), path, null);
        }

        if (type.IsOneOf && known.Count != 1)
            fault(OneOf(type), path, null);
        if (type.IsOneOf && known.Count > 0 && given[known[0]] is null)
            fault(OneOf(type), [.. path, known[0]], null);

        return result;
    }

    private static object? Literal(
        ValueNode literal, GraphQLType type, IReadOnlyDictionary<string, object?>? variables, List<object> path, InputFault fault)
    {
        if (literal is VariableNode variable)
            return VariableValue(variable, type, variables, path, fault);
        if (type is NonNullType nonNull)
        {
            if (literal is not NullValueNode)
                return Literal(literal, nonNull.OfType, variables, path, fault);
            fault($"Expected value of non-null type \"{type}\" not to be null.", path, literal);
            return null;
        }

        if (literal is NullValueNode)
            return null;
        return type switch
        {
            ListType list => ListLiteral(literal, list, variables, path, fault),
            InputObjectType input => ObjectLiteral(literal, input, variables, path, fault),
            EnumType e => Leaf(() => e.ParseLiteral(literal), type, () => Printer.Print(literal), path, literal, fault),
            ScalarType { ParseLiteral: { } parse } => Leaf(() => parse(literal), type, () => Printer.Print(literal), path, literal, fault),
            _ => Leaf(
                () => ((ScalarType)type).Parse(LiteralValues.Read(literal, variables)), type, () => Printer.Print(literal), path, literal, fault),
        };
    }

    private static object? VariableValue(
        VariableNode variable, GraphQLType type, IReadOnlyDictionary<string, object?>? variables, List<object> path, InputFault fault)
    {
        if (variables is null)
            return null;
        var name = variable.Name.Value;
        var isGiven = variables.TryGetValue(name, out var value);
        if (type.IsNonNull && value is null)
        {
            fault(
                isGiven
                    ? $"Expected variable \"${name}\" provided to non-null type \"{type}\" not to be null."
                    : $"Expected variable \"${name}\" provided to type \"{type}\" to provide a runtime value.",
                path,
                variable);
        }

        return value;
    }

    private static List<object?> ListLiteral(
        ValueNode literal, ListType list, IReadOnlyDictionary<string, object?>? variables, List<object> path, InputFault fault)
    {
        if (literal is not ListValueNode items)
            return [Literal(literal, list.OfType, variables, path, fault)];
        var result = new List<object?>(items.Values.Count);
        for (var i = 0; i < items.Values.Count; i++)
        {
            path.Add(i);
            result.Add(Literal(items.Values[i], list.OfType, variables, path, fault));
            path.RemoveAt(path.Count - 1);
        }

        return result;
    }

    private static Dictionary<string, object?>? ObjectLiteral(
        ValueNode literal, InputObjectType type, IReadOnlyDictionary<string, object?>? variables, List<object> path, InputFault fault)
    {
        if (literal is not ObjectValueNode given)
        {
            fault($"Expected value of type \"{type}\" to be an object, found: {Printer.Print(literal)}.", path, literal);
            return null;
        }

        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.FieldMap.Values)
        {
            var node = given.Fields.LastOrDefault(f => string.Equals(f.Name.Value, field.Name, StringComparison.Ordinal));
            if (node is null && field.IsRequired)
                fault($"Expected value of type \"{type}\" to include required field \"{field.Name}\", found: {Printer.Print(literal)}.", path, literal);
            else if (node is null || (IsMissing(node.Value, variables) && !field.IsRequired && !type.IsOneOf))
                TakeDefault(field, result);
            else if (!IsEmptyOneOf(node, field, type, variables, path, fault))
                FieldLiteral(node, field, result, variables, path, fault);
        }

        var known = new List<ObjectFieldNode>();
        foreach (var node in given.Fields)
        {
            if (type.FieldMap.ContainsKey(node.Name.Value))
                known.Add(node);
            else
                fault(UnknownField(type, node.Name.Value, Printer.Print(literal)), path, new ObjectValueNode(node.Location, [node]));
        }

        if (type.IsOneOf && (known.Count != 1 || known[0].Value is NullValueNode))
            fault(OneOf(type), path, literal);
        return result;
    }

    private static void FieldLiteral(
        ObjectFieldNode node, InputValueDefinition field, Dictionary<string, object?> result, IReadOnlyDictionary<string, object?>? variables, List<object> path, InputFault fault)
    {
        path.Add(field.Name);
        result[field.Name] = Literal(node.Value, field.Type, variables, path, fault);
        path.RemoveAt(path.Count - 1);
    }

    private static bool IsEmptyOneOf(
        ObjectFieldNode node, InputValueDefinition field, InputObjectType type, IReadOnlyDictionary<string, object?>? variables, List<object> path, InputFault fault)
    {
        if (!type.IsOneOf || variables is null || node.Value is not VariableNode variable)
            return false;
        var name = variable.Name.Value;
        if (variables.TryGetValue(name, out var value) && value is not null)
            return false;
        var problem = variables.ContainsKey(name) ? "not to be null." : "to provide a runtime value.";
        fault($"Expected variable \"${name}\" provided to field \"{field.Name}\" for OneOf Input Object type \"{type}\" {problem}", path, node.Value);
        return true;
    }

    private static void TakeDefault(InputValueDefinition field, Dictionary<string, object?> result)
    {
        if (field.DefaultValue is not null)
            result[field.Name] = field.CoercedDefault;
    }

    private static bool IsMissing(ValueNode value, IReadOnlyDictionary<string, object?>? variables) =>
        value is VariableNode variable && variables is not null && !variables.ContainsKey(variable.Name.Value);

    private static object? Leaf(
        Func<object?> parse, GraphQLType type, Func<string> shown, List<object> path, ValueNode? literal, InputFault fault)
    {
        try
        {
            return parse();
        }
        catch (GraphQLError error)
        {
            fault(error.Message, path, literal);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidCastException or OverflowException)
        {
            fault($"Expected value of type \"{type}\", but encountered error \"{error.Message}\"; found: {shown()}.", path, literal);
        }

        return null;
    }

    private static string UnknownField(InputObjectType type, string name, string shown)
    {
        var suggestion = Suggestions.DidYouMean(Suggestions.For(name, type.FieldMap.Keys));
        return $"Expected value of type \"{type}\" not to include unknown field \"{name}\"{(suggestion.Length > 0 ? $".{suggestion} Found" : ", found")}: {shown}.";
    }

    private static string OneOf(InputObjectType type) =>
        $"Within OneOf Input Object type \"{type}\", exactly one field must be specified, and the value for that field must be non-null.";
}
