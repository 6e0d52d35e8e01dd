using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

internal sealed class KindIsValid : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.Text(document, "kind") is { } kind && !Formats.IsKind(kind)
            ? Formats.Violation("kind-is-valid", "/kind", "kind", Formats.KindText, kind)
            : null;
}
