using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>Keys are prefixed names; values are any text.</summary>
internal sealed class AnnotationsAreValid : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.At(document, "metadata", "annotations") is { ValueKind: JsonValueKind.Object } annotations
            ? annotations.EnumerateObject()
                .Where(annotation => !Formats.IsKey(annotation.Name))
                .Select(annotation => Formats.Violation(
                    "annotations-are-valid",
                    Shape.Step("/metadata/annotations", annotation.Name),
                    $"annotations.{annotation.Name}",
                    Formats.KeyText,
                    annotation.Name))
                .FirstOrDefault()
            : null;
}
