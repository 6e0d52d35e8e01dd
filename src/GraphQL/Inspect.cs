using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventCatalog.GraphQL;

/// <summary>Shows values in error messages as graphql-js shows them: short, one line, nested two deep.</summary>
internal static class Inspect
{
    private const int MaxItems = 10;
    private const int MaxDepth = 2;

    public static string Value(object? value) => Value(value, 0);

    /// <summary>A number as JavaScript prints it: 1, 0.5, 1e+21, 1e-7.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "Infinity" : "-Infinity";
        var size = Math.Abs(number);
        if (size == 0)
            return "0";
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (size is >= 1e21 or < 1e-6)
        {
            var parts = shortest.Split('E');
            var exponent = int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}e{(exponent < 0 ? "" : "+")}{exponent}");
        }

        // .NET goes over to exponents earlier than JavaScript does; a decimal never does.
        return shortest.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : shortest;
    }

    private static string Value(object? value, int depth)
    {
        switch (value)
        {
            case null:
                return "null";
            case string text:
                return Quote(text);
            case bool b:
                return b ? "true" : "false";
            case double or float or decimal:
                return Number(Convert.ToDouble(value, CultureInfo.InvariantCulture));
            case JsonElement element:
                return Value(JsonValues.Read(element), depth);
            case IReadOnlyDictionary<string, object?> map:
                return map.Count == 0 ? "{}"
                    : depth >= MaxDepth ? "[Object]"
                    : "{ " + string.Join(", ", map.Select(entry => $"{entry.Key}: {Value(entry.Value, depth + 1)}")) + " }";
            case IFormattable formattable:
                return formattable.ToString(format: null, CultureInfo.InvariantCulture);
            case IEnumerable items:
                return List(items.Cast<object?>().ToList(), depth);
            default:
                return value.ToString() ?? value.GetType().Name;
        }
    }

    // As JSON writes it; .NET's writers would escape everything beyond the basic plane as well.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static string List(List<object?> items, int depth)
    {
        if (items.Count == 0)
            return "[]";
        if (depth >= MaxDepth)
            return "[Array]";
        var text = new StringBuilder("[").AppendJoin(", ", items.Take(MaxItems).Select(item => Value(item, depth + 1)));
        if (items.Count == MaxItems + 1)
            text.Append(", ... 1 more item");
        else if (items.Count > MaxItems)
            text.Append(CultureInfo.InvariantCulture, $", ... {items.Count - MaxItems} more items");
        return text.Append(']').ToString();
    }
}
