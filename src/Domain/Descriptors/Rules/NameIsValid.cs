using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

internal sealed class NameIsValid : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.Text(document, "metadata", "name") is { } name && !Formats.IsName(name)
            ? Formats.Violation("name-is-valid", "/metadata/name", "metadata.name", Formats.NameText, name)
            : null;
}
