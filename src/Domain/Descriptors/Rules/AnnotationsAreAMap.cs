using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>The catalog adds annotations of its own, so there must be a map to add them to. What JavaScript calls false counts as no annotations.</summary>
internal sealed class AnnotationsAreAMap : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.At(document, "metadata", "annotations") is { } annotations && annotations.ValueKind != JsonValueKind.Object && !IsFalse(annotations)
            ? new Fault("annotations-are-a-map", "/metadata/annotations", "metadata.annotations must be a valid object")
            : null;

    private static bool IsFalse(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Number => value.GetDouble() is 0,
        _ => false,
    };
}
