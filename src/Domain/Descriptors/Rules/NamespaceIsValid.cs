using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

internal sealed class NamespaceIsValid : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.Text(document, "metadata", "namespace") is { } @namespace && !Formats.IsDnsLabel(@namespace)
            ? Formats.Violation("namespace-is-valid", "/metadata/namespace", "metadata.namespace", Formats.NamespaceText, @namespace)
            : null;
}
