using System.Globalization;
using System.Text.Json;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Turns a filter predicate of Backstage's REST API into a condition on the references of entities, at one instant.</summary>
internal sealed class PredicateSql(SqlText sql, AsOf at)
{
    // Deeper ones are no question of a person, and the statement would be refused for its depth.
    private const int MaxDepth = 32;
    private const int MaxConditions = 1000;
    private int conditions;

    /// <param name="predicate">As it came, of any shape; null holds for all.</param>
    /// <param name="reference">The column that holds the entity's reference.</param>
    /// <exception cref="BadQueryException">It is no predicate; the message quotes what is wrong.</exception>
    public string Of(JsonElement? predicate, string reference) => predicate is { } given ? Of(given, reference, 0) : "true";

    /// <summary>Every occurrence of a text in the named fields, in any case.</summary>
    public string Containing(string term, IEnumerable<string> fields, string reference)
    {
        var keys = fields.Select(field => field.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var pattern = sql.Value($"%{EscapeLike(term.ToLowerInvariant())}%");
        // The text that search looks at holds all of these, and has an index.
        var narrowed = keys.TrueForAll(key => EntityVersion.SearchedPlaces.Contains($"/{key.Replace('.', '/')}", StringComparer.Ordinal))
            ? $"{reference} in (select s.ref from {EntitiesProjection.Schema}.entity_text s where {at.Holds("s")} and s.search like {pattern}) and "
            : "";
        // One question for all the descriptor's own keys, so that only what is narrowed already need be looked at.
        var own = keys.Where(KeyRows.IsFacet).ToArray();
        var found = keys.Where(key => !KeyRows.IsFacet(key)).Select(key => In(reference, key, rows => $"{rows.Folded} like {pattern}"));
        if (own.Length > 0)
            found = found.Prepend($"{reference} in ({KeyRows.Facets($"f.key = any({sql.Value(own)})", at).Having($"f.folded like {pattern}")})");
        return $"{narrowed}({string.Join(" or ", found)})";
    }

    private string Of(JsonElement predicate, string reference, int depth)
    {
        if (predicate.ValueKind != JsonValueKind.Object)
            throw new BadQueryException($"Invalid filter predicate: top-level primitive values are not supported. Wrap the value in a field expression, e.g. {{ \"kind\": {predicate.GetRawText()} }}");
        if (depth > MaxDepth)
            throw new BadQueryException(string.Create(CultureInfo.InvariantCulture, $"Invalid query: its operators are nested more than {MaxDepth} deep"));
        foreach (var (name, join, empty) in new[] { ("$all", " and ", "true"), ("$any", " or ", "false") })
        {
            if (predicate.TryGetProperty(name, out var several))
                return Joined([.. List(Alone(predicate, name, several), name).Select(each => Of(each, reference, depth + 1))], join, empty);
        }

        if (predicate.TryGetProperty("$not", out var not))
            return $"not ({Of(Alone(predicate, "$not", not), reference, depth + 1)})";
        return Joined([.. predicate.EnumerateObject().Select(field => Field(field.Name.ToLowerInvariant(), field.Value, reference))], " and ", "true");
    }

    private string Field(string key, JsonElement value, string reference)
    {
        if (key.StartsWith('$'))
            throw new BadQueryException($"Invalid query: \"{key}\" is not an operator; expected $all, $any or $not");
        if (Scalar(value) is { } text)
            return Is(reference, key, text);
        if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("$exists", out var exists) && exists.ValueKind is JsonValueKind.True or JsonValueKind.False)
                return exists.GetBoolean() ? In(reference, key, _ => "true") : $"not {In(reference, key, _ => "true")}";
            if (value.TryGetProperty("$in", out var list))
                return IsOneOf(reference, key, [.. List(list, "$in").Select(each => Scalar(each) ?? throw Unsupported(key, value))]);
            if (value.TryGetProperty("$hasPrefix", out var prefix) && prefix.ValueKind == JsonValueKind.String)
                return In(reference, key, rows => $"{rows.Folded} like {sql.Value($"{EscapeLike(prefix.GetString()!.ToLowerInvariant())}%")}");
            if (value.TryGetProperty("$contains", out var contained))
            {
                return Scalar(contained) is { } item ? Is(reference, key, item)
                    : contained.ValueKind == JsonValueKind.Object && key is "relations" ? Related(contained, reference)
                    : throw new BadQueryException(contained.ValueKind == JsonValueKind.Object
                        ? $"Object form of $contains is not supported for field \"{key}\""
                        : $"Unsupported $contains target for field \"{key}\": {contained.GetRawText()}");
            }
        }

        throw Unsupported(key, value);
    }

    private string Related(JsonElement relation, string reference)
    {
        string? type = null;
        IReadOnlyList<string>? targets = null;
        foreach (var member in relation.EnumerateObject())
        {
            switch (member.Name.ToLowerInvariant())
            {
                case "type" when type is null && member.Value.ValueKind == JsonValueKind.String:
                    type = member.Value.GetString();
                    break;
                case "targetref" when targets is null:
                    targets = Targets(member.Value);
                    break;
                case "type" when type is null:
                    break;
                case "type" or "targetref":
                    throw new BadQueryException($"Duplicate key \"{member.Name}\" in $contains for \"relations\"");
                default:
                    throw new BadQueryException($"Unsupported key \"{member.Name}\" in $contains for \"relations\". Only \"type\" and \"targetRef\" are supported");
            }
        }

        if (string.IsNullOrEmpty(type))
            throw new BadQueryException("The $contains operator for \"relations\" requires a \"type\" string property");
        return targets is null ? In(reference, $"relations.{type}", _ => "true") : IsOneOf(reference, $"relations.{type}", targets);
    }

    private static IReadOnlyList<string> Targets(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return [value.GetString()!.ToLowerInvariant()];
        if (value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 && value.TryGetProperty("$in", out var list)
            && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String))
        {
            return list.GetArrayLength() > 0
                ? [.. list.EnumerateArray().Select(each => each.GetString()!.ToLowerInvariant())]
                : throw new BadQueryException("Empty \"$in\" array for $contains on \"relations\" is not allowed");
        }

        throw new BadQueryException($"Unsupported value in $contains for \"relations\": expected a string or {{ \"$in\": [strings] }}, but got {value.GetRawText()}");
    }

    private string Is(string reference, string key, string text) => In(reference, key, rows => $"{rows.Folded} = {sql.Value(text)}");

    // One value is compared, not looked for in a list, so that the plan can rest on how common it is.
    private string IsOneOf(string reference, string key, IReadOnlyList<string> values) =>
        values is [var only] ? Is(reference, key, only) : In(reference, key, rows => $"{rows.Folded} = any({sql.Value(values.ToArray())})");

    private string In(string reference, string key, Func<KeyRows, string> condition)
    {
        if (++conditions > MaxConditions)
            throw new BadQueryException(string.Create(CultureInfo.InvariantCulture, $"Invalid query: it has more than {MaxConditions} conditions; several values of one key are one, with $in"));
        var rows = KeyRows.Of(key, sql, at);
        return $"{reference} in ({rows.Having(condition(rows))})";
    }

    private static string Joined(IReadOnlyList<string> parts, string join, string empty) =>
        parts.Count == 0 ? empty : $"({string.Join(join, parts)})";

    private static JsonElement Alone(JsonElement predicate, string name, JsonElement value) => predicate.GetPropertyCount() == 1
        ? value
        : throw new BadQueryException($"Invalid query: {name} must be the only key of its object, but got {predicate.GetRawText()}");

    private static IEnumerable<JsonElement> List(JsonElement value, string name) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw new BadQueryException($"Invalid query: {name} expects a list, but got {value.GetRawText()}");

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.ToLowerInvariant(),
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static BadQueryException Unsupported(string key, JsonElement value) => new(
        $"Invalid filter predicate value for field \"{key}\": expected a primitive value, $exists, $in, $hasPrefix, or $contains operator, but got {value.GetRawText()}");

    private static string EscapeLike(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
