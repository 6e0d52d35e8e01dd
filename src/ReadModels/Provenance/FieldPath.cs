using System.Globalization;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Provenance;

/// <summary>A place in an entity: a JSON pointer such as <c>/metadata/annotations/acme.com~1pager</c>, or the same with dots, <c>metadata.annotations.acme.com/pager</c>.</summary>
internal sealed class FieldPath
{
    private readonly IReadOnlyList<string> _steps;

    private FieldPath(IReadOnlyList<string> steps) => _steps = steps;

    /// <summary>The JSON pointer.</summary>
    public string Pointer => string.Concat(_steps.Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    /// <summary>The key of the annotation it is the place of; null for any other place.</summary>
    public string? Annotation => _steps is ["metadata", "annotations", var key] ? key : null;

    /// <param name="entity">Says where a key that holds dots ends; where it has none of the keys that would fit, a dot ends each.</param>
    /// <exception cref="GraphQLError">The text is no path; the message quotes it.</exception>
    public static FieldPath Parse(string text, JsonElement entity)
    {
        if (text.StartsWith('/'))
            return new FieldPath([.. text[1..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]);
        if (text.Length == 0 || text.Split('.').Any(step => step.Length == 0))
            throw new GraphQLError($"The path \"{text}\" names no field: write one such as \"spec.owner\" or \"/metadata/annotations/acme.com~1pager\".");
        var steps = new List<string>();
        JsonElement? here = entity;
        for (var rest = text; rest.Length > 0;)
        {
            var step = here is { ValueKind: JsonValueKind.Object } members
                ? members.EnumerateObject().Select(member => member.Name).Where(name => IsStart(rest, name)).MaxBy(name => name.Length) ?? FirstOf(rest, steps)
                : FirstOf(rest, steps);
            steps.Add(step);
            here = here is { } value ? Step(value, step) : null;
            rest = rest.Length == step.Length ? "" : rest[(step.Length + 1)..];
        }

        return new FieldPath(steps);
    }

    /// <summary>The value there; null when there is none.</summary>
    public JsonElement? In(JsonElement entity)
    {
        JsonElement? here = entity;
        foreach (var step in _steps)
            here = here is { } value ? Step(value, step) : null;
        return here;
    }

    // Keys below these hold dots, and nothing below them but a value.
    private static string FirstOf(string rest, List<string> before) =>
        before is ["metadata", "annotations" or "labels"] || !rest.Contains('.', StringComparison.Ordinal) ? rest : rest[..rest.IndexOf('.', StringComparison.Ordinal)];

    private static bool IsStart(string rest, string name) =>
        rest.StartsWith(name, StringComparison.Ordinal) && (rest.Length == name.Length || rest[name.Length] is '.');

    private static JsonElement? Step(JsonElement value, string step) => value.ValueKind switch
    {
        JsonValueKind.Object => Descriptor.At(value, step),
        JsonValueKind.Array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength() => value[index],
        _ => null,
    };
}
