using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.Domain.Descriptors.Rules;

namespace EventCatalog.Domain.Descriptors.Kinds;

/// <summary>
/// Validates by the keywords of JSON Schema draft-07 that a kind may use, in the words of the Ajv validator; nothing is converted.
/// Source: https://json-schema.org/draft-07/json-schema-validation
/// </summary>
internal static class JsonSchema
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "readOnly", "format",
        "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
        "items", "minItems", "maxItems", "uniqueItems", "contains", "minLength", "maxLength", "pattern",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
    };

    /// <summary>Where a schema says something that cannot be followed, and what; null when all of it can.</summary>
    public static (string Pointer, string Message)? FaultIn(JsonElement schema, string pointer)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return null;
        if (schema.ValueKind != JsonValueKind.Object)
            return (pointer, "a schema is an object, true or false");
        foreach (var keyword in schema.EnumerateObject())
        {
            var place = Shape.Step(pointer, keyword.Name);
            if (!Known.Contains(keyword.Name))
                return (place, $"the keyword \"{keyword.Name}\" is not one that kinds may use");
            if (FaultOfValue(keyword) is { } broken)
                return (place, broken);
            foreach (var (inner, innerPlace) in SchemasIn(keyword, place))
            {
                if (FaultIn(inner, innerPlace) is { } fault)
                    return fault;
            }
        }

        return null;
    }

    /// <summary>The first place where a value does not fit; null when it fits.</summary>
    /// <param name="schema">One that <see cref="FaultIn"/> finds nothing in.</param>
    public static Misfit? FirstMisfit(JsonElement schema, JsonElement value, string pointer)
    {
        if (schema.ValueKind == JsonValueKind.False)
            return new Misfit(pointer, "boolean schema is false", "schema: false");
        if (schema.ValueKind != JsonValueKind.Object)
            return null;
        return OfType(schema, value, pointer) ?? OfChoice(schema, value, pointer) ?? value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(schema, value, pointer),
            JsonValueKind.Array => OfArray(schema, value, pointer),
            JsonValueKind.String => OfText(schema, value.GetString()!, pointer),
            JsonValueKind.Number => OfNumber(schema, value.GetDouble(), pointer),
            _ => null,
        }
        ?? OfCombination(schema, value, pointer);
    }

    private static Misfit? OfType(JsonElement schema, JsonElement value, string pointer)
    {
        if (!schema.TryGetProperty("type", out var type))
            return null;
        string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(each => each.GetString()!)] : [type.GetString()!];
        var expected = string.Join(',', types);
        return types.Any(each => Is(each, value)) ? null : new Misfit(pointer, $"must be {expected}", $"type: {expected}");
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private static Misfit? OfChoice(JsonElement schema, JsonElement value, string pointer)
    {
        if (schema.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
            return new Misfit(pointer, "must be equal to one of the allowed values", $"allowedValues: {string.Join(',', choices.EnumerateArray())}");
        return schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value)
            ? new Misfit(pointer, "must be equal to constant", $"allowedValue: {only}")
            : null;
    }

    private static Misfit? OfObject(JsonElement schema, JsonElement value, string pointer)
    {
        if (Limit(schema, "maxProperties") is { } most && value.GetPropertyCount() > most)
            return TooMany(pointer, "properties", most);
        if (Limit(schema, "minProperties") is { } least && value.GetPropertyCount() < least)
            return TooFew(pointer, "properties", least);
        foreach (var name in Items(schema, "required").Select(item => item.GetString()!))
        {
            if (!value.TryGetProperty(name, out _))
                return new Misfit(pointer, $"must have required property '{name}'", $"missingProperty: {name}");
        }

        foreach (var member in value.EnumerateObject())
        {
            var place = Shape.Step(pointer, member.Name);
            if (schema.TryGetProperty("propertyNames", out var names) && FirstMisfit(names, JsonSerializer.SerializeToElement(member.Name), pointer) is not null)
                return new Misfit(pointer, "property name must be valid", $"propertyName: {member.Name}");
            if (Members(schema, member.Name).Select(inner => FirstMisfit(inner, member.Value, place)).FirstOrDefault(misfit => misfit is not null) is { } wrong)
                return wrong;
            if (Members(schema, member.Name).Any() || !schema.TryGetProperty("additionalProperties", out var others))
                continue;
            if (others.ValueKind == JsonValueKind.False)
                return new Misfit(pointer, "must NOT have additional properties", $"additionalProperty: {member.Name}");
            if (FirstMisfit(others, member.Value, place) is { } misfit)
                return misfit;
        }

        return null;
    }

    /// <summary>The schemas that a member has by its name.</summary>
    private static IEnumerable<JsonElement> Members(JsonElement schema, string name)
    {
        if (schema.TryGetProperty("properties", out var named) && named.TryGetProperty(name, out var own))
            yield return own;
        if (!schema.TryGetProperty("patternProperties", out var patterns))
            yield break;
        foreach (var pattern in patterns.EnumerateObject().Where(pattern => Regex.IsMatch(name, pattern.Name, RegexOptions.ECMAScript, PatternTimeout)))
            yield return pattern.Value;
    }

    private static Misfit? OfArray(JsonElement schema, JsonElement value, string pointer)
    {
        var count = value.GetArrayLength();
        if (Limit(schema, "maxItems") is { } most && count > most)
            return TooMany(pointer, "items", most);
        if (Limit(schema, "minItems") is { } least && count < least)
            return TooFew(pointer, "items", least);
        JsonElement[] items = [.. value.EnumerateArray()];
        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True)
        {
            for (var (first, second) = (0, 1); second < count; (first, second) = first + 1 == second ? (0, second + 1) : (first + 1, second))
            {
                if (JsonElement.DeepEquals(items[first], items[second]))
                    return new Misfit(pointer, $"must NOT have duplicate items (items ## {first} and {second} are identical)", $"i: {second}, j: {first}");
            }
        }

        if (schema.TryGetProperty("contains", out var contained) && !items.Any(item => FirstMisfit(contained, item, pointer) is null))
            return new Misfit(pointer, "must contain at least 1 valid item(s)", "minContains: 1");
        return schema.TryGetProperty("items", out var each)
            ? items.Select((item, index) => ItemSchema(each, index) is { } inner ? FirstMisfit(inner, item, $"{pointer}/{index}") : null).FirstOrDefault(misfit => misfit is not null)
            : null;
    }

    private static JsonElement? ItemSchema(JsonElement items, int index) =>
        items.ValueKind != JsonValueKind.Array ? items : index < items.GetArrayLength() ? items[index] : null;

    private static Misfit? OfText(JsonElement schema, string text, string pointer)
    {
        // Characters, not UTF-16 units: what Ajv counts.
        var length = text.Length - text.Count(char.IsLowSurrogate);
        if (Limit(schema, "maxLength") is { } most && length > most)
            return TooMany(pointer, "characters", most);
        if (Limit(schema, "minLength") is { } least && length < least)
            return TooFew(pointer, "characters", least);
        return schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ECMAScript, PatternTimeout)
            ? new Misfit(pointer, $"must match pattern \"{pattern.GetString()}\"", $"pattern: {pattern.GetString()}")
            : null;
    }

    private static Misfit? OfNumber(JsonElement schema, double number, string pointer)
    {
        (string Keyword, string Sign, Func<double, bool> Holds)[] bounds =
        [
            ("maximum", "<=", limit => number <= limit), ("minimum", ">=", limit => number >= limit),
            ("exclusiveMaximum", "<", limit => number < limit), ("exclusiveMinimum", ">", limit => number > limit),
        ];
        foreach (var (keyword, sign, holds) in bounds)
        {
            if (Limit(schema, keyword) is { } limit && !holds(limit))
                return new Misfit(pointer, $"must be {sign} {Text(limit)}", $"comparison: {sign}, limit: {Text(limit)}");
        }

        return Limit(schema, "multipleOf") is { } step && !double.IsInteger(number / step)
            ? new Misfit(pointer, $"must be multiple of {Text(step)}", $"multipleOf: {Text(step)}")
            : null;
    }

    private static Misfit? OfCombination(JsonElement schema, JsonElement value, string pointer)
    {
        if (Items(schema, "allOf").Select(inner => FirstMisfit(inner, value, pointer)).FirstOrDefault(misfit => misfit is not null) is { } misfit)
            return misfit;
        if (schema.TryGetProperty("anyOf", out var any) && any.EnumerateArray().All(inner => FirstMisfit(inner, value, pointer) is not null))
            return FirstMisfit(any[0], value, pointer);
        if (schema.TryGetProperty("oneOf", out var one) && one.EnumerateArray().Count(inner => FirstMisfit(inner, value, pointer) is null) is not 1)
            return new Misfit(pointer, "must match exactly one schema in oneOf", "passingSchemas: not one");
        if (schema.TryGetProperty("not", out var not) && FirstMisfit(not, value, pointer) is null)
            return new Misfit(pointer, "must NOT be valid", "not");
        var branch = schema.TryGetProperty("if", out var condition) ? (FirstMisfit(condition, value, pointer) is null ? "then" : "else") : "";
        return branch.Length > 0 && schema.TryGetProperty(branch, out var chosen) ? FirstMisfit(chosen, value, pointer) : null;
    }

    private static IEnumerable<(JsonElement Schema, string Pointer)> SchemasIn(JsonProperty keyword, string pointer) => keyword.Name switch
    {
        "properties" or "patternProperties" when keyword.Value.ValueKind == JsonValueKind.Object =>
            keyword.Value.EnumerateObject().Select(member => (member.Value, Shape.Step(pointer, member.Name))),
        "allOf" or "anyOf" or "oneOf" or "items" when keyword.Value.ValueKind == JsonValueKind.Array =>
            keyword.Value.EnumerateArray().Select((item, index) => (item, $"{pointer}/{index}")),
        "additionalProperties" or "propertyNames" or "items" or "contains" or "not" or "if" or "then" or "else" or "properties" or "patternProperties" or "allOf" or "anyOf" or "oneOf" =>
            [(keyword.Value, pointer)],
        _ => [],
    };

    private static readonly string[] Types = ["object", "array", "string", "boolean", "null", "integer", "number"];

    private static string? FaultOfValue(JsonProperty keyword)
    {
        var value = keyword.Value;
        return keyword.Name switch
        {
            "type" when !Texts(value).Any() || !Texts(value).All(text => Types.Contains(text, StringComparer.Ordinal)) => $"{value.GetRawText()} is no type; types are {string.Join(", ", Types)}",
            "required" when value.ValueKind != JsonValueKind.Array || Texts(value).Count() != value.GetArrayLength() => "a list of names is expected",
            "enum" or "allOf" or "anyOf" or "oneOf" when value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0 => "a list that is not empty is expected",
            "properties" or "patternProperties" when value.ValueKind != JsonValueKind.Object => "an object is expected",
            "patternProperties" => value.EnumerateObject().Select(member => FaultOfPattern(member.Name)).FirstOrDefault(fault => fault is not null),
            "pattern" => value.ValueKind == JsonValueKind.String ? FaultOfPattern(value.GetString()!) : "a text is expected",
            "minProperties" or "maxProperties" or "minItems" or "maxItems" or "minLength" or "maxLength" or "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum"
                when value.ValueKind != JsonValueKind.Number => "a number is expected",
            "multipleOf" when value.ValueKind != JsonValueKind.Number || value.GetDouble() <= 0 => "a number above 0 is expected",
            _ => null,
        };
    }

    private static string? FaultOfPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.ECMAScript, PatternTimeout);
            return null;
        }
        catch (ArgumentException)
        {
            return $"\"{pattern}\" is not a pattern";
        }
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
        _ => [],
    };

    private static IEnumerable<JsonElement> Items(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static double? Limit(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var limit) && limit.ValueKind == JsonValueKind.Number ? limit.GetDouble() : null;

    private static Misfit TooMany(string pointer, string what, double most) => new(pointer, $"must NOT have more than {Text(most)} {what}", $"limit: {Text(most)}");

    private static Misfit TooFew(string pointer, string what, double least) => new(pointer, $"must NOT have fewer than {Text(least)} {what}", $"limit: {Text(least)}");

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
