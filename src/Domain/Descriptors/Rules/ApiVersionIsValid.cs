using System.Text.Json;

namespace EventCatalog.Domain.Descriptors.Rules;

internal sealed class ApiVersionIsValid : IDescriptorRule
{
    public Fault? Check(JsonElement document) =>
        Descriptor.Text(document, "apiVersion") is { } version && !Formats.IsApiVersion(version)
            ? Formats.Violation("api-version-is-valid", "/apiVersion", "apiVersion", Formats.KeyText, version)
            : null;
}
