using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Every reference the spec holds can be read; whether its target exists is another question.</summary>
internal sealed class RelationsAreResolvable : IDescriptorRule
{
    private const string Rule = "relations-are-resolvable";

    public Fault? Check(JsonElement document)
    {
        if (DependencyOfOtherThanText(document) is { } fault)
            return fault;
        try
        {
            _ = Relations.Of(document);
            return null;
        }
        catch (RuleViolation unreadable)
        {
            return new Fault(Rule, PlaceOf(document, unreadable.Message), unreadable.Message);
        }
    }

    // The one relation field that no schema types.
    private static Fault? DependencyOfOtherThanText(JsonElement document)
    {
        if (Descriptor.Text(document, "kind") is not ("Component" or "Resource") || Descriptor.At(document, "spec", "dependencyOf") is not { } field)
            return null;
        var items = field.ValueKind == JsonValueKind.Array
            ? field.EnumerateArray().Select((item, index) => (Value: item, Pointer: $"/spec/dependencyOf/{index.ToString(CultureInfo.InvariantCulture)}"))
            : field.ValueKind is JsonValueKind.Null or JsonValueKind.False || IsZero(field) ? [] : [(field, "/spec/dependencyOf")];
        return items
            .Where(item => item.Value.ValueKind != JsonValueKind.String)
            .Select(item => new Fault(Rule, item.Pointer, item.Value.ValueKind is JsonValueKind.Null or JsonValueKind.False || IsZero(item.Value)
                ? "Entity reference must not be empty"
                : $"Entity reference {item.Value.GetRawText()} had missing or empty kind (e.g. did not start with \"component:\" or similar)"))
            .FirstOrDefault();
    }

    private static bool IsZero(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetDouble() == 0;

    private static string PlaceOf(JsonElement document, string message)
    {
        var texts =
            from member in Descriptor.At(document, "spec")!.Value.EnumerateObject()
            from item in member.Value.ValueKind == JsonValueKind.Array
                ? member.Value.EnumerateArray().Select((value, index) => (Value: value, Pointer: $"{Shape.Step("/spec", member.Name)}/{index.ToString(CultureInfo.InvariantCulture)}"))
                : [(member.Value, Shape.Step("/spec", member.Name))]
            where item.Value.ValueKind == JsonValueKind.String
            select (Text: item.Value.GetString()!, item.Pointer);
        return texts.FirstOrDefault(item => message.StartsWith($"Entity reference \"{item.Text}\" ", StringComparison.Ordinal)).Pointer ?? "/spec";
    }
}
