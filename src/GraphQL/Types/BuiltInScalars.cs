using System.Globalization;
using System.Numerics;
using System.Text.Json;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>Int, Float, String, Boolean and ID. Source: https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars</summary>
internal static class BuiltInScalars
{
    public static IReadOnlyList<string> Names { get; } = ["String", "Int", "Float", "Boolean", "ID"];

    public static ScalarType Create(string name) => name switch
    {
        "Int" => new ScalarType(name)
        {
            Description = "The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent values between -(2^31) and 2^31 - 1.",
            Parse = ParseInt,
            ParseLiteral = literal => literal is IntValueNode n
                ? int.TryParse(n.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw At(literal, $"Int cannot represent non 32-bit signed integer value: {n.Value}")
                : throw At(literal, $"Int cannot represent non-integer value: {Printer.Print(literal)}"),
            Serialize = SerializeInt,
        },
        "Float" => new ScalarType(name)
        {
            Description = "The `Float` scalar type represents signed double-precision fractional values as specified by [IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).",
            Parse = value => value is long or double && ToFinite(value) is { } number
                ? number
                : throw new GraphQLError($"Float cannot represent non numeric value: {Inspect.Value(value)}"),
            ParseLiteral = literal => literal switch
            {
                IntValueNode n => FiniteLiteral(n, n.Value),
                FloatValueNode n => FiniteLiteral(n, n.Value),
                _ => throw At(literal, $"Float cannot represent non numeric value: {Printer.Print(literal)}"),
            },
            Serialize = SerializeFloat,
        },
        "Boolean" => new ScalarType(name)
        {
            Description = "The `Boolean` scalar type represents `true` or `false`.",
            Parse = value => value is bool
                ? value
                : throw new GraphQLError($"Boolean cannot represent a non boolean value: {Inspect.Value(value)}"),
            ParseLiteral = literal => literal is BooleanValueNode n
                ? n.Value
                : throw At(literal, $"Boolean cannot represent a non boolean value: {Printer.Print(literal)}"),
            Serialize = SerializeBoolean,
        },
        "ID" => new ScalarType(name)
        {
            Description = "The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. The ID type appears in a JSON response as a String; however, it is not intended to be human-readable. When expected as an input type, any string (such as `\"4\"`) or integer (such as `4`) input value will be accepted as an ID.",
            Parse = value => value switch
            {
                string => value,
                long n => n.ToString(CultureInfo.InvariantCulture),
                double n when double.IsInteger(n) => Inspect.Number(n),
                _ => throw new GraphQLError($"ID cannot represent value: {Inspect.Value(value)}"),
            },
            ParseLiteral = literal => literal switch
            {
                StringValueNode n => n.Value,
                IntValueNode n => n.Value,
                _ => throw At(literal, $"ID cannot represent a non-string and non-integer value: {Printer.Print(literal)}"),
            },
            Serialize = SerializeId,
        },
        _ => new ScalarType(name)
        {
            Description = "The `String` scalar type represents textual data, represented as UTF-8 character sequences. The String type is most often used by GraphQL to represent free-form human-readable text.",
            Parse = value => value is string
                ? value
                : throw new GraphQLError($"String cannot represent a non string value: {Inspect.Value(value)}"),
            ParseLiteral = literal => literal is StringValueNode n
                ? n.Value
                : throw At(literal, $"String cannot represent a non string value: {Printer.Print(literal)}"),
            Serialize = SerializeString,
        },
    };

    private static GraphQLError At(ValueNode literal, string message) => new(message) { Locations = [literal.Location] };

    private static GraphQLError Unrepresentable(string message) => new(message, "INTERNAL");

    private static object ParseInt(object? value) => value switch
    {
        long n when n is >= int.MinValue and <= int.MaxValue => (int)n,
        double n when double.IsInteger(n) && n is >= int.MinValue and <= int.MaxValue => (int)n,
        long or double when value is long || double.IsInteger((double)value) =>
            throw new GraphQLError($"Int cannot represent non 32-bit signed integer value: {Inspect.Value(value)}"),
        _ => throw new GraphQLError($"Int cannot represent non-integer value: {Inspect.Value(value)}"),
    };

    private static double? ToFinite(object value) =>
        Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : null;

    private static object FiniteLiteral(ValueNode literal, string text) =>
        double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
            ? number
            : throw At(literal, $"Float cannot represent non numeric value: {text}");

    private static bool IsInteger(object value) =>
        value is int or long or short or byte or sbyte or ushort or uint or ulong or BigInteger;

    // A JSON element counts as what it holds, so that read models may hand their stored JSON straight through.
    private static object Plain(object value) =>
        value is JsonElement element ? JsonValues.Read(element) ?? throw Unrepresentable("Cannot represent a JSON null here.") : value;

    private static object SerializeInt(object raw)
    {
        switch (Plain(raw))
        {
            case int n:
                return n;
            case bool b:
                return b ? 1 : 0;
            case string text when text.Length > 0 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsInteger(n):
                return Narrow(n, text);
            case double or float or decimal:
                var number = Convert.ToDouble(Plain(raw), CultureInfo.InvariantCulture);
                return double.IsInteger(number) ? Narrow(number, number) : throw Unrepresentable($"Int cannot represent non-integer value: {Inspect.Value(raw)}");
            case var n when IsInteger(n):
                return Narrow(n is BigInteger big ? (double)big : Convert.ToDouble(n, CultureInfo.InvariantCulture), n);
            default:
                throw Unrepresentable($"Int cannot represent non-integer value: {Inspect.Value(raw)}");
        }
    }

    private static object Narrow(double number, object shown) =>
        number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw Unrepresentable($"Int cannot represent non 32-bit signed integer value: {Inspect.Value(shown)}");

    private static object SerializeFloat(object raw)
    {
        var value = Plain(raw);
        double? number = value switch
        {
            double n => n,
            float n => n,
            bool b => b ? 1 : 0,
            decimal n => (double)n,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) => n,
            BigInteger n => (double)n,
            _ when IsInteger(value) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            _ => null,
        };
        return number is { } finite && double.IsFinite(finite)
            ? finite
            : throw Unrepresentable($"Float cannot represent non numeric value: {Inspect.Value(raw)}");
    }

    private static object SerializeString(object raw) => Plain(raw) switch
    {
        string text => text,
        bool b => b ? "true" : "false",
        double n when double.IsFinite(n) => Inspect.Number(n),
        float n when float.IsFinite(n) => n.ToString(CultureInfo.InvariantCulture),
        decimal n => n.ToString(CultureInfo.InvariantCulture),
        Guid or Uri or Enum or char => raw.ToString()!,
        var n when IsInteger(n) => Convert.ToString(n, CultureInfo.InvariantCulture)!,
        _ => throw Unrepresentable($"String cannot represent value: {Inspect.Value(raw)}"),
    };

    private static object SerializeBoolean(object raw) => Plain(raw) switch
    {
        bool b => b,
        double n when double.IsFinite(n) => n != 0,
        var n when IsInteger(n) => Convert.ToDouble(n, CultureInfo.InvariantCulture) != 0,
        _ => throw Unrepresentable($"Boolean cannot represent a non boolean value: {Inspect.Value(raw)}"),
    };

    private static object SerializeId(object raw) => Plain(raw) switch
    {
        string text => text,
        Guid or Uri => raw.ToString()!,
        double n when double.IsInteger(n) => Inspect.Number(n),
        var n when IsInteger(n) => Convert.ToString(n, CultureInfo.InvariantCulture)!,
        _ => throw Unrepresentable($"ID cannot represent value: {Inspect.Value(raw)}"),
    };
}
