using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

internal sealed class TagsAreValid : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.At(document, "metadata", "tags") is { } tags
            ? tags.EnumerateArray()
                .Select((tag, index) => (Text: tag.GetString()!, Index: index))
                .Where(tag => !Formats.IsTag(tag.Text))
                .Select(tag => Formats.Violation("tags-are-valid", $"/metadata/tags/{tag.Index}", $"tags.{tag.Index}", Formats.TagText, tag.Text))
                .FirstOrDefault()
            : null;
}
